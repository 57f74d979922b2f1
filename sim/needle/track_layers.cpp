// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "needle/track_layers.h"

#include <cmath>
#include <cstddef>

#include "core/deterministic_math.h"

namespace dryrun::needle {
namespace {

// Step in which a track is searched for bands.
constexpr double kBandStep = 0.2;

struct OnLine {
    double distance = 0.0;
    Vec3 tangent;
};

OnLine nearest_on_line(const std::vector<Vec3>& line, const Vec3& point) {
    OnLine best{1e9, {1.0, 0.0, 0.0}};
    for (std::size_t i = 1; i < line.size(); ++i) {
        const Vec3 along = line[i] - line[i - 1];
        const double square = dot(along, along);
        if (square <= 0.0) continue;
        const double t = det::clamp(dot(point - line[i - 1], along) / square, 0.0, 1.0);
        const double away = distance(point, lerp(line[i - 1], line[i], t));
        if (away < best.distance) best = {away, along / std::sqrt(square)};
    }
    return best;
}

BandPart part_at(const std::vector<tissue::TautBand>& bands, const Vec3& point) {
    BandPart part = BandPart::Outside;
    for (const tissue::TautBand& band : bands) {
        const BandPart here = band_part_at(band, point);
        if (here > part) part = here;
    }
    return part;
}

// What a material does to the needle.
void take_numbers(const tissue::Material& material, TrackLayer& layer) {
    layer.puncture_N = material.puncture_N;
    layer.face_N_per_mm = material.face_N_per_mm;
    layer.cutting_N = material.cutting_N;
    layer.friction_N_per_mm = material.friction_N_per_mm;
    layer.static_ratio = material.static_ratio;
    layer.prony = material.relaxation;
}

// What a bent line goes through, looked at point by point: where the structure changes, the place
// is found by halving. What lies outside the skin before the first structure, where a needle goes
// in along it, counts for that.
std::vector<anatomy::LayerSpan> spans_on_course(const anatomy::Atlas& atlas,
                                                const tissue::Track& track, double length) {
    constexpr double kStep = 0.2;
    constexpr int kHalvings = 7;
    const auto held_at = [&](double path) { return atlas.at(tissue::place_at_rest(track, path)); };
    std::vector<anatomy::LayerSpan> spans;
    const int steps = static_cast<int>(length / kStep);
    for (int i = 0; i < steps; ++i) {
        const double path = (i + 0.5) * kStep;
        const auto here = held_at(path);
        if (spans.empty()) {
            if (here) spans.push_back({*here, 0.0, path});
            if (!here && path > tissue::kMostOnSkin) return spans;
            continue;
        }
        if (here == spans.back().structure) {
            spans.back().exit = path;
            continue;
        }
        double before = path - kStep;
        double after = path;
        for (int halving = 0; halving < kHalvings; ++halving) {
            const double middle = 0.5 * (before + after);
            (held_at(middle) == here ? after : before) = middle;
        }
        spans.back().exit = after;
        if (!here) return spans;
        spans.push_back({*here, after, path});
        if (atlas.structure(*here).tissue == anatomy::Tissue::Bone) return spans;
    }
    if (!spans.empty()) spans.back().exit = length;
    return spans;
}

// Splits one muscle layer where bands cross it. Going out of a band is no puncture.
void split_by_bands(const TrackLayer& muscle, const tissue::Material& band,
                    const tissue::Material& nodule, const std::vector<tissue::TautBand>& bands,
                    const tissue::Track& track, std::vector<TrackLayer>& layers) {
    TrackLayer current = muscle;
    BandPart part = BandPart::Outside;
    const int steps = static_cast<int>((muscle.exit - muscle.enter) / kBandStep);
    for (int i = 0; i <= steps; ++i) {
        const double path = muscle.enter + (i + 0.5) * kBandStep;
        if (path >= muscle.exit) break;
        const BandPart here = part_at(bands, tissue::place_at_rest(track, path));
        if (here == part) continue;
        current.exit = muscle.enter + i * kBandStep;
        if (current.exit > current.enter) layers.push_back(current);
        const bool goes_in = here > part;
        current = muscle;
        if (here != BandPart::Outside) {
            const tissue::Material& material = here == BandPart::Band ? band : nodule;
            take_numbers(material, current);
            current.is_taut_band = true;
        }
        if (!goes_in) current.puncture_N = 0.0;
        current.enter = muscle.enter + i * kBandStep;
        part = here;
    }
    current.exit = muscle.exit;
    layers.push_back(current);
}

}  // namespace

TrackLayer track_layer(const tissue::Material& material, const anatomy::Structure& structure,
                       const anatomy::LayerSpan& span) {
    TrackLayer layer;
    layer.structure = span.structure;
    layer.enter = span.enter;
    layer.exit = span.exit;
    take_numbers(material, layer);
    using anatomy::Tissue;
    layer.can_wind = structure.tissue == Tissue::Skin || structure.tissue == Tissue::Fat ||
                     structure.tissue == Tissue::Fascia;
    layer.is_muscle = structure.tissue == Tissue::Muscle;
    return layer;
}

std::optional<anatomy::SkinPoint> skin_before_tip(const anatomy::Atlas& atlas, const Vec3& tip,
                                                  const Vec3& direction) {
    constexpr double kFirstLook = 5.0;
    constexpr double kFarOutside = 320.0;
    for (double back = kFirstLook; back <= kFarOutside; back *= 2.0) {
        const Vec3 from = tip - direction * back;
        if (atlas.at(from)) continue;
        return atlas.skin_hit(from, direction, back + atlas.body().stature);
    }
    return {};
}

BandPart band_part_at(const tissue::TautBand& band, const Vec3& point) {
    const OnLine near = nearest_on_line(band.centreline, point);
    if (near.distance > band.radius) return BandPart::Outside;
    const Vec3 from_nodule = point - band.nodule;
    const double along = dot(from_nodule, near.tangent);
    const double across = length(from_nodule - near.tangent * along);
    const double u = along / band.nodule_half_length;
    const double v = across / band.nodule_half_width;
    return u * u + v * v < 1.0 ? BandPart::Nodule : BandPart::Band;
}

namespace {

std::vector<anatomy::LayerSpan> spans_of(const anatomy::Atlas& atlas, const tissue::Track& track,
                                         double length) {
    constexpr double kOutside = 5.0;
    if (!track.course.is_straight()) return spans_on_course(atlas, track, length);
    const auto line = atlas.layers_along(track.entry - track.direction * kOutside, track.direction,
                                         length + kOutside);
    return line ? line->spans : std::vector<anatomy::LayerSpan>{};
}

}  // namespace

std::vector<TrackLayer> layers_of_track(const anatomy::Atlas& atlas,
                                        const tissue::MaterialTable& materials,
                                        const std::vector<tissue::TautBand>* bands,
                                        const tissue::Track& track, double length,
                                        double diameter) {
    std::vector<TrackLayer> layers;
    for (const anatomy::LayerSpan& span : spans_of(atlas, track, length)) {
        const anatomy::Structure& structure = atlas.structure(span.structure);
        if (structure.tissue == anatomy::Tissue::Bone || span.enter >= length) break;
        const tissue::Material material = materials.for_diameter(materials.of(structure), diameter);
        const TrackLayer layer = track_layer(material, structure, span);
        if (layer.is_muscle && bands != nullptr && !bands->empty()) {
            split_by_bands(layer, materials.for_diameter(materials.named("taut_band"), diameter),
                           materials.for_diameter(materials.named("trigger_point"), diameter),
                           *bands, track, layers);
        } else {
            layers.push_back(layer);
        }
    }
    return layers;
}

}  // namespace dryrun::needle
