// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "lab/needle_track.h"

#include <algorithm>
#include <cmath>

namespace dryrun::lab {
namespace {

constexpr double kFar = 8.0;         // times the depth, where tissue is held
constexpr double kLeastPiece = 0.5;  // mm of shaft
constexpr int kMostPieces = 50;
constexpr double kWedgeGrowth = 0.3;
constexpr double kBoxGrowth = 0.8;
// A square bar of half width b hardly differs, some widths away, from a round one of 1.18 b
// (logarithmic capacity of a square, Pólya and Szegő 1951).
constexpr double kSquareAsRound = 1.1803;

tissue::Track pieces(double depth) {
    const int count = std::clamp(static_cast<int>(std::ceil(depth / kLeastPiece)), 1, kMostPieces);
    tissue::Track track;
    track.entry = {};
    track.direction = {0.0, 0.0, -1.0};
    track.spacing = depth / count;
    for (int i = 0; i < count; ++i) {
        track.stations.push_back(track.direction * ((i + 0.5) * track.spacing));
        track.structure.emplace_back();
    }
    track.compliance.assign(9 * track.stations.size() * track.stations.size(), 0.0);
    return track;
}

std::vector<double> bounds_of(const tissue::Track& track) {
    std::vector<double> depths;
    for (std::size_t i = 1; i <= track.stations.size(); ++i)
        depths.push_back(static_cast<double>(i) * track.spacing);
    return depths;
}

// Unit load down each piece, even along it, on the nodes round the wire with their shares.
std::vector<softbody::NodalLoad> loads_on(
    const LayeredMesh& mesh, const tissue::Track& track,
    const std::function<double(const softbody::LatticePlace&)>& share) {
    const auto& solid = mesh.solid;
    // Depths of the planes of nodes, and the height of wire that each plane carries of a piece.
    std::vector<double> level;
    for (std::size_t n = 0; n < solid.points.size(); ++n) {
        const auto k = static_cast<std::size_t>(solid.places[n][2]);
        if (level.size() <= k) level.resize(k + 1);
        level[k] = -solid.points[n].z;
    }
    std::vector<softbody::NodalLoad> loads;
    for (std::size_t i = 0; i < track.stations.size(); ++i) {
        const double top = static_cast<double>(i) * track.spacing;
        const double bottom = top + track.spacing;
        std::vector<double> carried(level.size(), 0.0);
        for (std::size_t k = 0; k + 1 < level.size(); ++k) {  // levels rise from the base
            const double from = std::max(top, level[k + 1]), to = std::min(bottom, level[k]);
            if (to - from < 1e-9) continue;
            carried[k] += 0.5 * (to - from);
            carried[k + 1] += 0.5 * (to - from);
        }
        softbody::NodalLoad load;
        for (std::size_t n = 0; n < solid.points.size(); ++n) {
            const double part = carried[static_cast<std::size_t>(solid.places[n][2])] *
                                share(solid.places[n]) / track.spacing;
            if (part > 0.0) load.emplace_back(static_cast<int>(n), track.direction * part);
        }
        loads.push_back(std::move(load));
    }
    return loads;
}

}  // namespace

NeedleTrack rigid_track(double depth) {
    return {pieces(depth), {}};
}

Result<NeedleTrack> track_through(const Layers& layers, double depth, double diameter) {
    const bool is_wedge = layers.is_isotropic() && !layers.width;
    NeedleTrack made{pieces(depth), {}};
    tissue::Track& track = made.track;
    const auto depths = bounds_of(track);
    const double far = layers.width ? 0.5 * *layers.width : kFar * std::max(depth, 10.0);
    const double radius = 0.5 * diameter;
    LayeredMesh mesh;
    std::function<double(const softbody::LatticePlace&)> share;
    if (is_wedge) {
        const Grading outwards{kWedgeGrowth * radius, kWedgeGrowth};
        auto radii = graded(0.0, far - radius, 0.0, outwards);
        for (double& r : radii) r += radius;
        mesh = wedge_mesh(layers, radii, {0.5 * track.spacing, 0.4}, depth, depths);
        share = [](const softbody::LatticePlace& at) { return at[0] == 0 ? 0.5 : 0.0; };
    } else {
        const double half = radius / kSquareAsRound;
        const Grading outwards{kBoxGrowth * half, kBoxGrowth};
        std::vector<double> across = graded(0.0, far - half, 0.0, outwards);
        for (double& x : across) x += half;
        across.insert(across.begin(), 0.0);
        mesh = quarter_mesh(layers, across, {track.spacing, 1.0}, depth, depths);
        share = [](const softbody::LatticePlace& at) {
            if (at[0] == 1 && at[1] == 1) return 0.5;
            return (at[0] == 1 && at[1] == 0) || (at[0] == 0 && at[1] == 1) ? 0.25 : 0.0;
        };
    }
    const auto loads = loads_on(mesh, track, share);
    const auto found = softbody::compliance(mesh.solid, mesh.holds, loads);
    if (!found) return found.error();
    const std::size_t n = loads.size();
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
            track.compliance[(3 * i + 2) * 3 * n + 3 * j + 2] = (*found)[i * n + j] / mesh.whole;
    const softbody::SolidProblem problem{mesh.solid, mesh.holds, {}, {}, softbody::Strain::Small};
    made.size = size_of(problem);
    return made;
}

}  // namespace dryrun::lab
