// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "tissue/track_laying.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "core/result.h"
#include "softbody/line_correction.h"
#include "tissue/block_mesh.h"
#include "tissue/site_data.h"

namespace dryrun::tissue {
namespace {

using softbody::Factor;
using softbody::NodalLoad;

/// Side of the square as large as an element seen from above.
double column_width(const softbody::ColumnMesh& mesh, const softbody::MeshPlace& place) {
    const auto i = static_cast<std::size_t>(place.i);
    const auto j = static_cast<std::size_t>(place.j);
    return std::sqrt((mesh.xs[i + 1] - mesh.xs[i]) * (mesh.ys[j + 1] - mesh.ys[j]));
}

/// Displacement of a point by the splines that also spread a shaft's load there.
Vec3 displacement_at(std::span<const double> u, const softbody::NodeWeights& weights) {
    Vec3 sum;
    for (const auto& [node, weight] : weights) sum += at_node(u, node) * weight;
    return sum;
}

/// Unit forces along the body's axes at each station, spread over the mesh.
std::vector<NodalLoad> station_loads(const std::vector<softbody::NodeWeights>& weights,
                                     const Frame& frame) {
    const std::array<Vec3, 3> axes = {frame.direction_to_local({1, 0, 0}),
                                      frame.direction_to_local({0, 1, 0}),
                                      frame.direction_to_local({0, 0, 1})};
    std::vector<NodalLoad> loads;
    loads.reserve(3 * weights.size());
    for (const auto& station : weights) {
        for (const Vec3& axis : axes) {
            NodalLoad load;
            load.reserve(station.size());
            for (const auto& [node, weight] : station) load.emplace_back(node, axis * weight);
            loads.push_back(std::move(load));
        }
    }
    return loads;
}

}  // namespace

Vec3 place_in_space(const Track& track, double travel) {
    return (track.course.is_straight() ? track.entry : track.course.origin) +
           track.direction * travel;
}

Vec3 place_at_rest(const Track& track, double path) {
    if (track.course.is_straight()) return track.entry + track.direction * path;
    return place_in_space(track, path) - displacement_of(track.course, path);
}

Vec3 direction_at_rest(const Track& track, double path) {
    if (track.course.is_straight()) return track.direction;
    const double half = 0.5 * track.spacing;
    return normalised(place_at_rest(track, path + half) - place_at_rest(track, path - half),
                      track.direction);
}

Vec3 laid_displacement(const Track& track, int station) {
    if (track.course.is_straight()) return {};
    return track.course.displacement[static_cast<std::size_t>(station) + 1];
}

namespace {

// Stations of a straight track, and what holds each.
void place_straight(const LayeredBody& body, double length, Track& track) {
    const auto line = body.layers_along(track.entry - track.direction * kOffFaces, track.direction,
                                        length + kOffFaces);
    std::size_t span = 0;
    for (int i = 0; line && i < kMostStations; ++i) {
        const double path = (i + 0.5) * track.spacing;
        if (path > length) break;
        while (span < line->spans.size() && line->spans[span].exit <= path) ++span;
        if (span == line->spans.size()) break;
        const anatomy::StructureId id = line->spans[span].structure;
        if (body.structure(id).tissue == anatomy::Tissue::Bone) break;
        track.stations.push_back(track.entry + track.direction * path);
        track.structure.push_back(id);
    }
}

void place_on_course(const LayeredBody& body, double length, Track& track) {
    // A needle that goes in along the skin may lie on it at first.
    double inside = 0.0;
    while (inside < kMostOnSkin && !body.at(place_at_rest(track, inside))) {
        inside += 0.25 * track.spacing;
    }
    for (int i = 0; i < kMostStations; ++i) {
        const double path = (i + 0.5) * track.spacing;
        if (path > length) break;
        const Vec3 station = place_at_rest(track, path);
        const auto holds = body.at(path < inside ? place_at_rest(track, inside) : station);
        if (!holds || body.structure(*holds).tissue == anatomy::Tissue::Bone) break;
        track.stations.push_back(station);
        track.structure.push_back(*holds);
    }
}

}  // namespace

Track Site::make_track(const Vec3& entry, const Vec3& direction, double length, double spacing,
                       double shaft_radius) const {
    return make_track(entry, direction, TrackCourse{}, length, spacing, shaft_radius);
}

Track Site::make_track(const Vec3& entry, const Vec3& direction, TrackCourse course, double length,
                       double spacing, double shaft_radius) const {
    TrackLaying laying(*this, entry, direction, std::move(course), length, spacing, shaft_radius);
    laying.go_on(1.0);
    return laying.take();
}

struct TrackLaying::Data {
    const Site::Data& site;
    double shaft_radius = 0.0;
    Track track{};
    std::vector<softbody::NodeWeights> weights{};
    std::vector<softbody::ShaftStation> shaft{};
    Factor::Carried carried{};
    // Sums over what is carried, made once its fronts are known.
    std::optional<Factor::Compliance> among_stations{};
    std::optional<Factor::Compliance> with_skin{};
};

TrackLaying::TrackLaying(const Site& site, const Vec3& entry, const Vec3& direction,
                         TrackCourse course, double length, double spacing, double shaft_radius)
    : data_(new Data{*site.data_, shaft_radius}) {
    Track& track = data_->track;
    track.entry = entry;
    track.direction = direction;
    track.spacing = spacing;
    track.course = std::move(course);
    const Site::Data& in = data_->site;
    if (track.course.is_straight()) {
        place_straight(in.body, length, track);
    } else {
        place_on_course(in.body, length, track);
    }
    for (std::size_t i = 0; i < track.stations.size(); ++i) {
        const auto& structure = in.body.structure(track.structure[i]);
        const Material& material = in.materials.of(structure);
        const Vec3 local = in.frame.to_local(track.stations[i]);
        const auto place = softbody::locate(in.block.mesh(), local, kOffFaces);
        softbody::ShaftStation piece;
        piece.poisson = material.poisson;
        piece.mesh_radius = softbody::kSplineRadius * kCell;
        // Below the block nothing but the shaft's own surroundings yield.
        piece.shear = 0.5e-3 * material.youngs_kPa / (1.0 + material.poisson);
        if (place) {
            // A fascia is thinner than an element and lies in the mesh as a membrane; next to the
            // shaft there is fascia all the same.
            const double meshed =
                in.block.shear(in.block.mesh().element(place->i, place->j, place->k));
            if (structure.tissue != anatomy::Tissue::Fascia || meshed > piece.shear) {
                piece.shear = meshed;
            }
            piece.mesh_radius = softbody::kSplineRadius * column_width(in.block.mesh(), *place);
        }
        data_->weights.push_back(softbody::smooth_weights(in.block.mesh(), local));
        data_->shaft.push_back(piece);
    }
}

TrackLaying::~TrackLaying() = default;
TrackLaying::TrackLaying(TrackLaying&&) noexcept = default;
TrackLaying& TrackLaying::operator=(TrackLaying&&) noexcept = default;

void TrackLaying::go_on(double share) {
    Data& data = *data_;
    const Factor& factor = data.site.block.factor();
    if (!data.among_stations) {
        data.carried = factor.begin_carry(station_loads(data.weights, data.site.frame));
        data.among_stations.emplace(data.carried, data.carried);
        data.with_skin.emplace(data.site.patch_carried, data.carried);
        if (share < 1.0) return;
    }
    const double carrying = data.carried.work();
    const double among = data.among_stations->work();
    const double whole = carrying + among + data.with_skin->work();
    const double until = share < 1.0 ? share * whole : Factor::kToTheEnd;
    factor.carry_on(until, data.carried);
    if (!data.carried.is_done()) return;
    data.among_stations->go_on(until - carrying);
    if (!data.among_stations->is_done()) return;
    data.with_skin->go_on(until - carrying - among);
}

Track TrackLaying::take() {
    Data& data = *data_;
    DRYRUN_ASSERT(data.with_skin && data.with_skin->is_done());
    Track& track = data.track;
    track.compliance = data.among_stations->take();
    softbody::add_line_correction(data.shaft, track.direction, track.spacing, data.shaft_radius,
                                  track.compliance);
    track.surface_response = data.with_skin->take();
    for (const auto& u : data.site.band_displacement) {
        for (const auto& station : data.weights) {
            const Vec3 moved = data.site.frame.direction_to_parent(displacement_at(u, station));
            track.band_response.insert(track.band_response.end(), {moved.x, moved.y, moved.z});
        }
    }
    return std::move(track);
}

}  // namespace dryrun::tissue
