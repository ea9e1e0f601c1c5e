//! A browser, driven over WebDriver.
