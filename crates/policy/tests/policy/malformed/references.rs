//! Codes that stand twice, references that lead nowhere.

use super::{agency, council, item};

#[test]
fn a_code_that_stands_twice_is_told_at_the_second() {
    let need = council().with("vocabulary.toml", "code = \"no-phone\"", "code = \"no-address\"");
    let second = need.line("vocabulary.toml", "code = \"no-address\"\nlabel = \"No phone\"") - 1;
    let what = format!("vocabulary.toml:{second}: the need `no-address` stands twice; each needs its own");
    assert_eq!(need.problems(), [what]);
    let twice = [
        (
            "working.toml",
            "[[rule]]\nslug = \"tasks-done\"\nforce = \"must\"\ncite = \"policy 3.1\"",
            "rule `tasks-done`",
        ),
        (
            "working.toml",
            "[[deadline]]\nkind = \"rectification\"\nwithin = 1\ncounting = \"hours\"\nforce = \"must\"\ncite = \"policy 3.1\"",
            "deadline `rectification`",
        ),
        (
            "pack.toml",
            "[[document]]\ncode = \"policy\"\ntitle = \"Again\"\nfile = \"policy.md\"\ncite = \"policy 17\"",
            "document `policy`",
        ),
        (
            "reviewing.toml",
            "[[checklist]]\ncode = \"twice\"\ntitle = \"Twice\"\ncite = \"policy 7.2\"\n\
            [[checklist.item]]\ncode = \"a\"\nlabel = \"A\"\ncite = \"policy 7.2\"\n\
            [[checklist.item]]\ncode = \"a\"\nlabel = \"B\"\ncite = \"policy 7.2\"",
            "item of the checklist `twice` `a`",
        ),
        (
            "measures.toml",
            "[[letter]]\ncode = \"twice\"\nlabel = \"Twice\"\nsigned_under = \"plan\"\ncite = \"policy 7.4\"\n\
            [[letter.element]]\ncode = \"a\"\nlabel = \"A\"\ncite = \"policy 7.4\"\n\
            [[letter.element]]\ncode = \"a\"\nlabel = \"B\"\ncite = \"policy 7.4\"",
            "element of the letter `twice` `a`",
        ),
    ];
    for (file, more, what) in twice {
        let problems = council().add(file, more).problems();
        let [problem] = problems.as_slice() else { panic!("{what}: {problems:?}") };
        assert!(problem.ends_with(&format!(": the {what} stands twice; each needs its own")), "{problem}");
    }
    let source = agency().with("pack.toml", "code = \"support\"", "code = \"contact\"");
    source.refused_among_others(&format!(
        "pack.toml:{}: the source `contact` stands twice; each needs its own",
        source.line("pack.toml", "[[source]]\ncode = \"contact\"\nidentifier = \"104-07040000\"")
    ));
    let feature =
        council().with("pack.toml", "[\"proportionality\", ", "[\"proportionality\", \"proportionality\", ");
    assert_eq!(
        feature.problems(),
        ["pack.toml:1: the feature `proportionality` stands twice; each needs its own"]
    );
    let part = agency().with("pack.toml", "part = \"review-criteria\"", "part = \"review-periods\"");
    part.refused_among_others(&format!(
        "pack.toml:{}: the missing_part `review-periods` stands twice; each needs its own",
        part.line("pack.toml", "because = \"\"\"\nWhat a review of") - 2
    ));
}

#[test]
fn a_reference_that_leads_nowhere_is_told_where_it_stands() {
    let cases = [
        (
            "vocabulary.toml",
            "class = \"unreasonable-persistence\"",
            "class = \"persistence\"",
            item("conduct_kind", "rejecting-decisions"),
            "conduct_class `persistence`",
        ),
        (
            "vocabulary.toml",
            "kinds = [\"violence-or-harassment\"]",
            "kinds = [\"violence\"]",
            item("happening", "hurt"),
            "conduct_kind `violence`",
        ),
        (
            "vocabulary.toml",
            "classes = [\"unreasonable-behaviour\"]",
            "classes = [\"behaviour\"]",
            item("happening", "shouting"),
            "conduct_class `behaviour`",
        ),
        (
            "vocabulary.toml",
            "issues = [\"health\"]",
            "issues = [\"healthy\"]",
            item("happening", "shouting"),
            "issue_type `healthy`",
        ),
        (
            "vocabulary.toml",
            "parties = [\"customer\"]",
            "parties = [\"client\"]",
            item("happening", "self-harm"),
            "affected_party `client`",
        ),
        (
            "vocabulary.toml",
            "flags = [\"self-harm\"]",
            "flags = [\"suicide\"]",
            item("happening", "self-harm"),
            "flag `suicide`",
        ),
        (
            "vocabulary.toml",
            "emergency = \"emergency-at-our-premises\"",
            "emergency = \"call\"",
            item("site_kind", "office"),
            "link `call`",
        ),
        (
            "vocabulary.toml",
            "link = \"disability\"",
            "link = \"ability\"",
            item("flag", "disability"),
            "link `ability`",
        ),
        (
            "roles.toml",
            "offices = [\"general-manager\"]\ncite = \"policy 10.3\"",
            "offices = [\"manager-general\"]\ncite = \"policy 10.3\"",
            "[[authority]]\nto = \"review\"".to_owned(),
            "role `manager-general`",
        ),
        (
            "reviewing.toml",
            "goes_to = \"general-manager\"",
            "goes_to = \"gm\"",
            item("outcome", "restriction"),
            "role `gm`",
        ),
        (
            "working.toml",
            "role = \"general-manager\"",
            "role = \"gm\"",
            item("notice", "managed-general-manager"),
            "role `gm`",
        ),
        (
            "working.toml",
            "text = \"An incident was reported in your team.\"",
            "text = \"An incident.\"\nbusiness_lines = [\"parks\"]",
            item("notice", "reported-supervisor"),
            "business_line `parks`",
        ),
        (
            "pack.toml",
            "office = \"manager-organisational-development\"",
            "office = \"mod\"",
            "[record]".to_owned(),
            "role `mod`",
        ),
    ];
    for (file, old, new, at, what) in cases {
        let spoilt = council().with(file, old, new);
        spoilt.refused(file, &at, &format!("there is no {what}: add it, or correct the code"));
    }
    let sign = agency().with("reviewing.toml", "level = \"serious\"", "level = \"grave\"");
    let what = "there is no severity_level `grave`: add it, or correct the code";
    sign.refused("reviewing.toml", "[[severity_sign]]", what);
    let contact =
        agency().with("vocabulary.toml", "contact_role = \"el1-manager\"", "contact_role = \"el2\"");
    let what = "there is no role `el2`: add it, or correct the code";
    contact.refused("vocabulary.toml", &item("customer_type", "provider"), what);
}

#[test]
fn a_notice_to_a_role_names_it_and_no_other_notice_does() {
    let what = "`role` goes with `to = \"role\"`, and only with it";
    let nameless =
        council().with("working.toml", "to = \"role\"\nrole = \"general-manager\"", "to = \"role\"");
    nameless.refused("working.toml", &item("notice", "managed-general-manager"), what);
    let both =
        council().with("working.toml", "to = \"line-manager\"", "to = \"line-manager\"\nrole = \"manager\"");
    both.refused("working.toml", &item("notice", "reported-supervisor"), what);
}

#[test]
fn guidance_on_conduct_and_the_laws_of_letters_lead_somewhere() {
    let guidance = agency().with("vocabulary.toml", "guidance = \"prevention\"", "guidance = \"nowhere\"");
    let line = guidance.line("vocabulary.toml", "[[conduct_kind]]\ncode = \"non-official-channel\"");
    let what = format!("vocabulary.toml:{line}: there is no link `nowhere`: add it, or correct the code");
    assert_eq!(guidance.problems(), [what]);
    let law = agency().with("measures.toml", "laws = [\"popppa-1971\"]", "laws = [\"another-act\"]");
    let line = law.line("measures.toml", "[[letter]]\ncode = \"reminder\"");
    let what =
        format!("measures.toml:{line}: there is no legislation `another-act`: add it, or correct the code");
    assert_eq!(law.problems(), [what]);
}
