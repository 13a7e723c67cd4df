#include "bot/core/permissions.h"

namespace tocsin {
namespace {

// Where nobody is configured, every member answers for everything.
bool is_responder(const SlackUser& user, const Rules& rules) {
    return rules.people.empty() || rules.is_responder(user.id) || rules.is_manager(user.id) ||
           rules.is_admin(user.id);
}

bool takes_part(const SlackUser& user, const Incident* incident) {
    return incident != nullptr && is_participant(*incident, user.id);
}

bool leads(const SlackUser& user, const Incident* incident) {
    return incident != nullptr && is_lead(*incident, user.id);
}

// Named for this incident: /incident role comms @kim.
bool has_comms(const SlackUser& user, const Incident* incident) {
    if (incident == nullptr) return false;
    const auto role = incident->roles.find("comms");
    return role != incident->roles.end() && !user.id.empty() && role->second.user == user.id;
}

bool owns(const SlackUser& user, const Incident* incident) {
    return incident != nullptr && is_same(post_mortem_owner(*incident), Actor{user.id, ""});
}

bool answers_for(const SlackUser& user, const Incident* incident, const Rules& rules) {
    return leads(user, incident) || rules.is_manager(user.id) || rules.is_admin(user.id) ||
           rules.people.empty();
}

// The two severities after which people count on one.
bool is_demanded(const Incident* incident) {
    return incident != nullptr &&
           (incident->highest_severity == Severity::sev1 || incident->highest_severity == Severity::sev2);
}

bool may_read(const SlackUser& user, const Incident* incident, const Rules& rules) {
    return incident == nullptr || !incident->is_private || takes_part(user, incident) ||
           rules.is_manager(user.id);
}

}  // namespace

Admission admission_to(Severity severity, const UserId& user, const Rules& rules, const Groups& groups,
                       Time now) {
    const bool restricted = severity == Severity::sev1 || severity == Severity::sev2;
    if (!restricted || rules.may_declare_sev1.empty()) return Admission::yes;
    switch (groups.of(user, rules.may_declare_sev1, now)) {
        case Groups::Membership::in:
            return Admission::yes;
        case Groups::Membership::out:
            return Admission::no;
        case Groups::Membership::unknown:
            return Admission::unchecked;
    }
    return Admission::unchecked;
}

Verdict may(Right right, const SlackUser& user, const Incident* incident, const Rules& rules) {
    if (user.guest || user.bot || user.deactivated) return Verdict::no;
    if (!may_read(user, incident, rules)) return Verdict::no;
    const bool responder = is_responder(user, rules) || leads(user, incident);
    const bool comms = has_comms(user, incident) || rules.is_comms(user.id);
    switch (right) {
        case Right::see:
        case Right::declare:
        case Right::take_part:
            return Verdict::yes;
        case Right::acknowledge:
            return responder ? Verdict::yes : Verdict::ask_first;
        case Right::drive:
            return responder || comms || takes_part(user, incident) ? Verdict::yes : Verdict::join_first;
        case Right::page:
            return responder || comms ? Verdict::yes : Verdict::no;
        case Right::finish:
        case Right::change_rota:
            return responder ? Verdict::yes : Verdict::no;
        case Right::write_post_mortem:
            return responder || comms || takes_part(user, incident) ? Verdict::yes : Verdict::no;
        case Right::publish_post_mortem: {
            const bool writes = responder || takes_part(user, incident);
            return (is_demanded(incident) ? answers_for(user, incident, rules) || owns(user, incident)
                                          : writes)
                       ? Verdict::yes
                       : Verdict::no;
        }
        case Right::skip_post_mortem: {
            const bool writes = responder || takes_part(user, incident);
            const bool manages =
                rules.is_manager(user.id) || rules.is_admin(user.id) || (rules.people.empty() && responder);
            return (is_demanded(incident) ? manages : writes) ? Verdict::yes : Verdict::no;
        }
        case Right::stop_reminders: {
            const bool in_charge =
                leads(user, incident) || rules.is_manager(user.id) || rules.is_admin(user.id);
            const bool nobody_else = rules.people.empty() && responder;
            return in_charge || nobody_else ? Verdict::yes : Verdict::no;
        }
        case Right::publish: {
            const bool speaks =
                comms || leads(user, incident) || rules.is_manager(user.id) || rules.is_admin(user.id);
            return speaks || rules.people.empty() ? Verdict::yes : Verdict::no;
        }
        case Right::administer:
            return rules.is_admin(user.id) ? Verdict::yes : Verdict::no;
    }
    return Verdict::no;
}

}  // namespace tocsin
