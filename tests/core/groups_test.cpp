#include "bot/core/groups.h"

#include "bot/core/permissions.h"
#include "tests/core/scene.h"

using namespace tocsin;
using namespace tocsin::scene;
using Membership = Groups::Membership;

namespace {

const UserGroupId sre{"S0SRE"};
const UserGroupId support{"S0SUPPORT"};

}  // namespace

TEST_CASE("whether somebody is in a group is known as long as Slack was heard lately") {
    const auto now = at("2025-01-21T14:32:00Z");
    Groups groups;
    CHECK(groups.of(dana.user, {sre}, now) == Membership::unknown);
    groups.learn(sre, {dana.user}, now);
    CHECK(groups.of(dana.user, {sre}, now) == Membership::in);
    CHECK(groups.of(lee.user, {sre}, now + groups_believed_for) == Membership::out);
    CHECK(groups.of(lee.user, {sre}, now + groups_believed_for + 1us) == Membership::unknown);
    CHECK(groups.of(dana.user, {sre}, now + 24h) == Membership::in);
}

TEST_CASE("one of several groups is enough, and each must have been read to say no") {
    const auto now = at("2025-01-21T14:32:00Z");
    Groups groups;
    groups.learn(sre, {dana.user}, now);
    CHECK(groups.of(dana.user, {support, sre}, now) == Membership::in);
    CHECK(groups.of(lee.user, {support, sre}, now) == Membership::unknown);
    groups.learn(support, {}, now);
    CHECK(groups.of(lee.user, {support, sre}, now) == Membership::out);
    groups.learn(support, {lee.user}, now);
    CHECK(groups.of(lee.user, {support, sre}, now) == Membership::in);
}

TEST_CASE("the restriction counts for SEV 1 and 2, where there is one, and in doubt for nobody") {
    const auto now = at("2025-01-21T14:32:00Z");
    Rules rules = default_rules();
    Groups groups;
    groups.learn(sre, {dana.user}, now);
    const auto admitted = [&](Severity severity, const Actor& who) {
        return admission_to(severity, who.user, rules, groups, now);
    };
    CHECK(admitted(Severity::sev1, kim) == Admission::yes);
    rules.may_declare_sev1 = {sre};
    CHECK(groups_in(rules) == std::set{sre});
    CHECK(admitted(Severity::sev1, dana) == Admission::yes);
    CHECK(admitted(Severity::sev1, kim) == Admission::no);
    CHECK(admitted(Severity::sev2, kim) == Admission::no);
    CHECK(admitted(Severity::sev3, kim) == Admission::yes);
    rules.may_declare_sev1 = {sre, support};
    CHECK(admitted(Severity::sev1, kim) == Admission::unchecked);
}
