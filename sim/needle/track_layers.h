// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What a needle meets along a track: the atlas's layers, with the taut bands that lie in the
// muscles, and the numbers of each for this needle's diameter.
#pragma once

#include <vector>

#include <optional>

#include "anatomy/atlas.h"
#include "needle/needle.h"
#include "tissue/site.h"

namespace dryrun::needle {

/// One stretch from `enter` to `exit` of a tissue whose numbers are for the needle already.
TrackLayer track_layer(const tissue::Material& material, const anatomy::Structure& structure,
                       const anatomy::LayerSpan& span);

/// `bands` may be null. Layers end where bone begins, where a fold is left, or at `length`.
std::vector<TrackLayer> layers_of_track(const anatomy::Atlas& atlas,
                                        const tissue::MaterialTable& materials,
                                        const std::vector<tissue::TautBand>* bands,
                                        const tissue::Track& track, double length, double diameter);

/// Where a shaft along `direction` with its tip at `tip` has last gone into the skin, or would
/// next: not where the same line, grazing the back, has gone in and out before. Nothing off the
/// body.
std::optional<anatomy::SkinPoint> skin_before_tip(const anatomy::Atlas& atlas, const Vec3& tip,
                                                  const Vec3& direction);

enum class BandPart : std::uint8_t { Outside, Band, Nodule };
BandPart band_part_at(const tissue::TautBand& band, const Vec3& point);

}  // namespace dryrun::needle
