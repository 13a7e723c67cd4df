// What the other status pages have in common: an entry's texts, the IDs that are known of it, and what a
// status says of a request.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/mirrors/mirror.h"

namespace tocsin::mirrors {

const PublicEntry& entry_of(const Entry& entry);         // that it is about
bool is_final(const Entry& entry);                       // it ends the notice
const std::string& notice_id(const Entry& entry);        // there; empty: not known
const std::string& entry_id(const Entry& entry);         // there; empty: not known
bool is_known(const Entry& entry, std::string_view id);  // as one of its entries

// Of a status other than 2xx, or of an answer that is not the product's.
Outcome refused(const channels::HttpAnswer& answer, std::string_view product);
Outcome unreadable(std::string_view product);

}  // namespace tocsin::mirrors
