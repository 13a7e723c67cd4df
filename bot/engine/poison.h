// What kills whoever handles it: after three processes in a row died on one thing it is put away, so that
// everybody else is served, and the admins are told. How the dead are counted is work_mark.h.
#pragma once

#include <string>

#include "bot/engine/work_mark.h"
#include "bot/engine/workbench.h"

namespace tocsin::engine {

// Names in the work mark.
std::string item_of(const storage::Timer& timer);
std::string item_of(const storage::OutboxRow& row);
std::string item_of(const Input& input);  // empty: it is not watched

// Answers whether the item has to be put away, and if so says it in the log and to the admins.
bool is_put_away(State& state, storage::Tx& tx, const WorkMark& mark, const std::string& item);

// What whoever waits for the input is answered instead.
void refuse_poison(const Input& input, std::vector<Output>& outputs);

}  // namespace tocsin::engine
