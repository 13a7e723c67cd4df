#include <doctest/doctest.h>

#include "tests/storage/open_store.h"

using namespace tocsin;
using namespace tocsin::storage;
using namespace tocsin::storage::testing;

namespace {

const Time noon = start;

PublicNotice notice(const std::string& id, Time at) {
    Incident incident;
    incident.number = IncidentNumber{7};
    const PublicDraft draft{
        PublicHeading::investigating,
        PublicText::confirmed("API errors"),
        PublicText::confirmed("We are looking.\nSoon more."),
        {{"API", ComponentState::major_outage}, {"Web app", ComponentState::operational}}};
    return open_notice(NoticeId{id}, *PublicSubject::of(incident), draft, at);
}

}  // namespace

TEST_CASE_TEMPLATE("a notice comes back as it was saved, with its corrections and its end", Kind,
                   every_store) {
    Opened<Kind> opened;
    auto first = notice("0123456789ab", noon);
    opened.transact([&](Tx& tx) {
        tx.save(first);
        CHECK(tx.public_notice(first.id) == first);
        correct_entry(first, 1, PublicText::confirmed("We looked."), noon + 1min);
        withdraw(first, noon + 2min);
        tx.save(first);
        CHECK(tx.public_notice(first.id) == first);
        CHECK_FALSE(tx.public_notice(NoticeId{"nothing"}));
    });
}

TEST_CASE_TEMPLATE("what is open is listed however old it is, what is over until then, newest first", Kind,
                   every_store) {
    Opened<Kind> opened;
    opened.transact([&](Tx& tx) {
        auto over = notice("over00000000", noon - 48h);
        withdraw(over, noon - 47h);
        const auto open = notice("open00000000", noon - 72h);
        const auto planned = announce_maintenance(
            NoticeId{"planned00000"},
            {PublicText::confirmed("Upgrade"), PublicText::confirmed("x"), {"API"}, noon + 1h, noon + 2h},
            noon);
        for (const auto& one : {over, open, planned}) tx.save(one);
        CHECK(tx.public_notices(noon - 50h, 10) == std::vector{planned, over, open});
        CHECK(tx.public_notices(noon, 10) == std::vector{planned, open});
        CHECK(tx.public_notices(noon + 3h, 10) == std::vector{open});
        CHECK(tx.public_notices(noon, 1) == std::vector{planned});
    });
}
