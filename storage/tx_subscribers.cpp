#include "storage/columns.h"
#include "storage/store.h"

namespace tocsin::storage {
namespace {

std::optional<Subscriber> subscriber_in(const std::vector<Row>& rows) {
    if (rows.empty()) return std::nullopt;
    const Row& row = rows.front();
    Subscriber found;
    found.id = SubscriberId(row.integer(0));
    found.address = row.text(1);
    found.asked = time_of(row.integer(2));
    found.asks = static_cast<int>(row.integer(3));
    if (!row.is_null(4)) found.confirmed = time_of(row.integer(4));
    return found;
}

}  // namespace

void Tx::save(Subscriber& subscriber) {
    const std::int64_t asks = subscriber.asks;
    if (subscriber.id == SubscriberId{}) {
        subscriber.id = SubscriberId(
            db_.insert("INSERT INTO subscribers (address, asked, asks, confirmed) VALUES ($1, $2, $3, $4)",
                       {subscriber.address, column(subscriber.asked), asks, column(subscriber.confirmed)}));
        return;
    }
    db_.run("UPDATE subscribers SET asked = $2, asks = $3, confirmed = $4 WHERE id = $1",
            {subscriber.id.value(), column(subscriber.asked), asks, column(subscriber.confirmed)});
}

std::optional<Subscriber> Tx::subscriber(SubscriberId id) {
    return subscriber_in(
        db_.run("SELECT id, address, asked, asks, confirmed FROM subscribers WHERE id = $1", {id.value()}));
}

std::optional<Subscriber> Tx::subscriber_at(std::string_view address) {
    return subscriber_in(
        db_.run("SELECT id, address, asked, asks, confirmed FROM subscribers WHERE address = $1", {address}));
}

std::optional<Subscriber> Tx::subscriber_with(std::string_view token_hash) {
    return subscriber_in(
        db_.run("SELECT subscribers.id, address, asked, asks, confirmed FROM subscriber_tokens"
                " JOIN subscribers ON subscribers.id = subscriber WHERE token = $1",
                {token_hash}));
}

std::vector<SubscriberId> Tx::confirmed_subscribers(SubscriberId after, int limit) {
    std::vector<SubscriberId> ids;
    for (const Row& row :
         db_.run("SELECT id FROM subscribers WHERE id > $1 AND confirmed IS NOT NULL ORDER BY id LIMIT $2",
                 {after.value(), std::int64_t{limit}}))
        ids.emplace_back(row.integer(0));
    return ids;
}

int Tx::unconfirmed_subscribers() {
    return static_cast<int>(
        db_.run("SELECT count(*) FROM subscribers WHERE confirmed IS NULL").at(0).integer(0));
}

void Tx::remove(SubscriberId id) {
    db_.run("DELETE FROM subscriber_tokens WHERE subscriber = $1", {id.value()});
    db_.run("DELETE FROM subscribers WHERE id = $1", {id.value()});
}

void Tx::keep_subscriber_token(std::string_view token_hash, SubscriberId id) {
    db_.run("INSERT INTO subscriber_tokens (token, subscriber, made) VALUES ($1, $2, $3)",
            {token_hash, id.value(), column(now_)});
}

// Whoever asked again has the time of the newest link.
void Tx::forget_unconfirmed_before(Time asked) {
    const auto rows = db_.run(
        "SELECT id FROM subscribers WHERE confirmed IS NULL AND asked <= $1 AND NOT EXISTS"
        " (SELECT 1 FROM subscriber_tokens WHERE subscriber = subscribers.id AND made > $1)",
        {column(asked)});
    for (const Row& row : rows) remove(SubscriberId(row.integer(0)));
}

void Tx::forget_subscriber_tokens_before(Time made) {
    db_.run("DELETE FROM subscriber_tokens WHERE made <= $1", {column(made)});
}

}  // namespace tocsin::storage
