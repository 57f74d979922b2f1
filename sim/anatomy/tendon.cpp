// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/tendon.h"

#include <algorithm>

#include "core/deterministic_math.h"

namespace dryrun::anatomy {
namespace {

double share_from_end(const Table& length, double across, double from_end) {
    if (length.empty()) return 0.0;
    const double to = interpolate(length, across);
    return to > 0.0 ? det::clamp(1.0 - 0.5 * from_end / to, 0.0, 1.0) : 0.0;
}

}  // namespace

bool has_tendon(const Layer& layer) {
    if (layer.row == nullptr || layer.row->tissue != Tissue::Muscle) return false;
    return !layer.row->tendon_origin.empty() || !layer.row->tendon_insertion.empty();
}

double tendon_share(const BackModel& model, const Layer& layer, const FibrePlace& place) {
    const SheetRow& row = *layer.row;
    if (row.tissue != Tissue::Muscle) return 1.0;
    if (!has_tendon(layer)) return 0.0;
    const double fibre = layer.footprint->fibre_length(place.across) / model.scale;
    return std::max(
        share_from_end(row.tendon_origin, place.across, place.along * fibre),
        share_from_end(row.tendon_insertion, place.across, (1.0 - place.along) * fibre));
}

}  // namespace dryrun::anatomy
