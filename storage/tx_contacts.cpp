#include "storage/columns.h"
#include "storage/json_fields.h"
#include "storage/store.h"

namespace tocsin::storage {

void fields(auto& a, Is<VerifiedAddress> auto& v) {
    a("address", v.address);
    a("since", v.since);
}

void fields(auto& a, Is<MeansDelay> auto& v) {
    a("severity", v.severity);
    a("means", v.means);
    a("after", v.after);
}

void fields(auto& a, Is<QuietHours> auto& v) {
    a("from", v.from_minute);
    a("to", v.to_minute);
}

void fields(auto& a, Is<NoTexts> auto& v) {
    a("number", v.number);
    a("since", v.since);
}

void fields(auto& a, Is<Contacts> auto& v) {
    a("phone", v.phone);
    a("email", v.email);
    a("delays", v.delays);
    a("quiet", v.quiet);
    a("phoned_in_drills", v.phoned_in_drills);
    a("no_texts", v.no_texts);
    a("left_slack", v.left_slack);
}

namespace {

constexpr std::string_view code_columns = "id, person, means, address, salt, hash, sent, expires, tries";

std::string to_json(const Contacts& contacts) {
    std::string text;
    {
        JsonWriter object(text);
        fields(object, contacts);
    }
    return text;
}

Contacts contacts_in(PersonId person, const std::string& value) {
    const auto json = nlohmann::json::parse(value, nullptr, false);
    JsonReader object(json);
    Contacts contacts;
    fields(object, contacts);
    contacts.person = std::move(person);
    return contacts;
}

std::optional<ContactCode> code_in(const std::vector<Row>& rows) {
    if (rows.empty()) return std::nullopt;
    const Row& row = rows.front();
    const auto means = parse_means(row.text(2));
    if (!means) throw UnreadableValue("A stored word is not known to this program.");
    return ContactCode{ContactCodeId(row.integer(0)),
                       PersonId(row.text(1)),
                       *means,
                       row.text(3),
                       row.text(4),
                       row.text(5),
                       time_of(row.integer(6)),
                       time_of(row.integer(7)),
                       static_cast<int>(row.integer(8))};
}

int count_in(const std::vector<Row>& rows) {
    return rows.empty() ? 0 : static_cast<int>(rows.front().integer(0));
}

}  // namespace

std::vector<Contacts> Tx::all_contacts() {
    std::vector<Contacts> all;
    for (const Row& row : db_.run("SELECT person, value FROM contacts ORDER BY person"))
        all.push_back(contacts_in(PersonId(row.text(0)), row.text(1)));
    return all;
}

Contacts Tx::contacts(const PersonId& person) {
    const auto rows = db_.run("SELECT value FROM contacts WHERE person = $1", {person.str()});
    if (!rows.empty()) return contacts_in(person, rows.front().text(0));
    Contacts none;
    none.person = person;
    return none;
}

void Tx::save(const Contacts& contacts) {
    db_.run(
        "INSERT INTO contacts (person, value) VALUES ($1, $2)"
        " ON CONFLICT (person) DO UPDATE SET value = excluded.value",
        {contacts.person.str(), to_json(contacts)});
    db_.tell(Topic::contacts);
}

ContactCodeId Tx::add_code(const ContactCode& code) {
    return ContactCodeId(
        db_.insert("INSERT INTO contact_codes (person, means, address, salt, hash, sent, expires, tries)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                   {code.person.str(), key_of(code.means), code.address, code.salt, code.hash,
                    column(code.sent), column(code.expires), std::int64_t{code.tries}}));
}

void Tx::save(const ContactCode& code) {
    db_.run("UPDATE contact_codes SET expires = $1, tries = $2 WHERE id = $3",
            {column(code.expires), std::int64_t{code.tries}, code.id.value()});
}

std::optional<ContactCode> Tx::newest_code(const PersonId& person, Means means) {
    return code_in(db_.run("SELECT " + std::string(code_columns) +
                               " FROM contact_codes WHERE person = $1 AND means = $2"
                               " ORDER BY id DESC LIMIT 1",
                           {person.str(), key_of(means)}));
}

std::optional<ContactCode> Tx::code(ContactCodeId id) {
    return code_in(
        db_.run("SELECT " + std::string(code_columns) + " FROM contact_codes WHERE id = $1", {id.value()}));
}

int Tx::codes_of(const PersonId& person, Time since) {
    return count_in(db_.run("SELECT count(*) FROM contact_codes WHERE person = $1 AND sent > $2",
                            {person.str(), column(since)}));
}

int Tx::codes_to(std::string_view address, Time since) {
    return count_in(db_.run("SELECT count(*) FROM contact_codes WHERE address = $1 AND sent > $2",
                            {address, column(since)}));
}

void Tx::forget_codes_before(Time sent) {
    db_.run("DELETE FROM contact_codes WHERE sent < $1", {column(sent)});
}

}  // namespace tocsin::storage
