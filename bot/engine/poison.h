// What kills whoever handles it: after three processes in a row died on one thing it is put away for an hour,
// so that everybody else is served, and the admins are told. How the dead are counted is work_mark.h, what
// follows from a message that does not leave is refusals.h.
#pragma once

#include <functional>
#include <string>

#include "bot/engine/work_mark.h"
#include "bot/engine/workbench.h"

namespace tocsin::engine {

// Names in the work mark. One that can come again with something else in it has a digest of that.
std::string item_of(const storage::Timer& timer);
std::string item_of(const storage::OutboxRow& row);
std::string item_of(const EnvelopeReceived& received);  // empty: it is not watched
std::string item_of(const Input& input);                // the same
std::string item_of(const Alert& alert);
std::string item_of(const Deployment& deployment);

struct Suspicion {
    std::string item;
    std::string lane{}, incident{}, person{};  // whom it is about, where that is known

    void read(const outgoing::Wish& wish);
};

// Answers whether the item has to be put away, and if so says it in the log and, once, to the admins, else
// in the incidents channel. `too`: is done when they are told.
bool is_put_away(State& state, storage::Tx& tx, WorkMark& mark, const Suspicion& what,
                 const std::function<void(Workbench&)>& too = {});

// The admins hear `text`, and `too` is done beside it; where that fails, the log says so.
void tell_of_trouble(State& state, storage::Tx& tx, const std::string& item, const std::string& text,
                     const std::function<void(Workbench&)>& too);

// With the item in hand, unless it is put away; whether it was done.
bool do_marked(State& state, storage::Tx& tx, WorkMark& mark, const std::string& item,
               const std::function<void()>& work);

// What whoever waits for the input is answered instead.
void refuse_poison(const Input& input, std::vector<Output>& outputs);
channels::HttpAnswer poison_refused(bool others_taken);

}  // namespace tocsin::engine
