// Keeps beside each incident what the reports count of it. It follows from the incident alone: a store that
// has none of it yet gets it when it is opened.
#pragma once

#include "bot/core/incident.h"
#include "storage/connection.h"

namespace tocsin::storage {

// `before`: as it was saved last; null: not known.
void keep_measures(Connection& connection, const Incident& incident, const Incident* before);

// Of every incident, once in the life of a store. Throws StoreError.
void fill_measures(Connection& connection);

}  // namespace tocsin::storage
