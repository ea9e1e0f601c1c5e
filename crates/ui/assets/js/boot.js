// Starts the components of govuk-frontend that are on the page. Without this file every page still works.
import {
  Accordion,
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  ExitThisPage,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  createAll,
} from '../vendor/govuk-frontend/govuk-frontend.min.js';

// A radio button cannot be expanded (ARIA 1.2 has it for checkboxes only), so it must not say that it is.
class PlainRadios extends Radios {
  syncConditionalRevealWithInputState(input) {
    super.syncConditionalRevealWithInputState(input);
    input.removeAttribute('aria-expanded');
  }
}

for (const component of [
  Accordion,
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  ExitThisPage,
  NotificationBanner,
  PasswordInput,
  PlainRadios,
  ServiceNavigation,
  SkipLink,
]) {
  createAll(component);
}
