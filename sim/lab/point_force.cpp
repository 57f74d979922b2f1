// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Forces at points on the z axis and the displacement they make elsewhere. Small strains: at any
// other a force at a point sinks in without end. Each component is the load of a quarter box that
// mirrors it.
#include <algorithm>
#include <cmath>
#include <limits>

#include "lab/answer.h"
#include "lab/experiment.h"
#include "lab/layers.h"
#include "lab/session_block.h"

namespace dryrun::lab {
namespace {

constexpr double kCellsToNearest = 9.0;  // between a force and the nearest place asked about
constexpr double kGrowth = 0.12;
constexpr double kNear = 1.3;   // times the farthest place
constexpr double kFar = 800.0;  // times the farthest place asked about

struct PointForce {
    double depth = 0.0;
    Vec3 force;
};

std::vector<PointForce> read_forces(JsonReader& request) {
    std::vector<PointForce> forces;
    for (JsonReader& reader : request.list("forces")) {
        PointForce one;
        one.depth = reader.number("depth_mm", {0.0, 1e5});
        one.force = reader.vec3("force_N");
        reader.finish();
        forces.push_back(one);
    }
    if (forces.empty()) request.fail("forces", "wanted one force or more");
    return forces;
}

std::vector<Vec3> read_places(JsonReader& request) {
    std::vector<Vec3> places;
    const Json list = request.raw("at_mm");
    for (const Json& row : list) {
        const bool is_place = row.is_array() && row.size() == 3 &&
                              std::all_of(row.begin(), row.end(), [](const Json& x) {
                                  return x.is_number() && std::isfinite(x.get<double>());
                              });
        if (!is_place) {
            request.fail("at_mm", "wanted a list of [x, y, z]");
            return {};
        }
        places.push_back({row[0].get<double>(), row[1].get<double>(), row[2].get<double>()});
        if (places.back().z > 0.0) request.fail("at_mm", "z lies above the skin");
    }
    return places;
}

double component(const Vec3& v, std::size_t axis) {
    return axis == 0 ? v.x : axis == 1 ? v.y : v.z;
}

// How near and how far places lie from forces.
struct Distances {
    double nearest = std::numeric_limits<double>::infinity();
    double farthest = 0.0;
};
Distances distances(const std::vector<PointForce>& forces, const std::vector<Vec3>& places) {
    Distances out;
    for (const Vec3& place : places) {
        for (const PointForce& force : forces) {
            const double away = distance(place, {0.0, 0.0, -force.depth});
            out.nearest = std::min(out.nearest, away);
            out.farthest = std::max(out.farthest, away);
        }
    }
    return out;
}

// Displacement at a point of the quarter, between the corners of the brick that holds it.
class Reader {
  public:
    Reader(const LayeredMesh& mesh, const std::vector<double>& across) : xs_(across) {
        const auto in_plane = across.size() * across.size();
        for (std::size_t k = 0; k * in_plane < mesh.solid.points.size(); ++k)
            zs_.push_back(mesh.solid.points[k * in_plane].z);
    }
    Vec3 at(const std::vector<double>& u, const Vec3& p) const {
        const auto [i, x] = cell(xs_, p.x);
        const auto [j, y] = cell(xs_, p.y);
        const auto [k, z] = cell(zs_, p.z);
        Vec3 sum;
        for (std::size_t c = 0; c < 8; ++c) {
            const std::size_t a = c & 1, b = c >> 1 & 1, d = c >> 2;
            const double share = (a == 1 ? x : 1 - x) * (b == 1 ? y : 1 - y) * (d == 1 ? z : 1 - z);
            const std::size_t n = 3 * (((k + d) * xs_.size() + j + b) * xs_.size() + i + a);
            sum += Vec3{u[n], u[n + 1], u[n + 2]} * share;
        }
        return sum;
    }

  private:
    static std::pair<std::size_t, double> cell(const std::vector<double>& at, double x) {
        std::size_t i = 0;
        while (i + 2 < at.size() && at[i + 1] < x) ++i;
        return {i, std::clamp((x - at[i]) / (at[i + 1] - at[i]), 0.0, 1.0)};
    }
    std::vector<double> xs_;
    std::vector<double> zs_;
};

// From the quarter to where the place lies, for a load along `axis`.
Vec3 unfolded(Vec3 u, const Vec3& place, std::size_t axis) {
    const double sx = place.x < 0.0 ? -1.0 : 1.0, sy = place.y < 0.0 ? -1.0 : 1.0;
    // Even in its own direction, odd in what it pulls along with it.
    if (axis == 2) return {sx * u.x, sy * u.y, u.z};
    if (axis == 0) return {u.x, sx * sy * u.y, sx * u.z};
    return {sx * sy * u.x, u.y, sy * u.z};
}

// Straight down; one piece of it lies at `depth`.
tissue::Track track_to(const tissue::Site& site, double depth) {
    constexpr double kAtSkin = 1e-6, kShaft = 0.125;
    const double spacing = 2.0 * std::max(depth, kAtSkin);
    return site.make_track({}, {0.0, -1.0, 0.0}, spacing, spacing, kShaft);
}

// By a session's own block, which spreads a force at a point over its bricks as it does that of a
// piece of shaft.
Result<Json> session_answer(const Layers& layers, const std::vector<PointForce>& forces,
                            const std::vector<Vec3>& places, Stopwatch& watch) {
    const auto site = session_site(layers);
    if (!site) return site.error();
    for (const Vec3& place : places)
        if (!(*site)->covers(in_body(place)))
            return bad_input("at_mm", "lies beyond the skin that the session's block covers");
    watch.setup_ends();
    std::vector<Vec3> sums(places.size());
    for (const PointForce& force : forces) {
        const tissue::Track track = track_to(**site, force.depth);
        if (track.stations.empty())
            return bad_input("forces", "a force lies below the session's block");
        tissue::Site::Loads loads;
        loads.track = &track;
        loads.track_N = {in_body(force.force)};
        const auto field = (*site)->field(loads);
        for (std::size_t i = 0; i < places.size(); ++i)
            sums[i] += on_bench(field.at(in_body(places[i])));
    }
    Json moved = Json::array();
    for (const Vec3& u : sums) moved.push_back({u.x, u.y, u.z});
    return with_size({{"displacement_mm", moved}}, size_of(**site), watch);
}

}  // namespace

Result<Json> run_point_force(JsonReader& request, const softbody::Scale& scale) {
    Stopwatch watch;
    read_strain(request);
    const bool on_session_mesh = asks_session_mesh(request);
    Layers layers = read_layers(request);
    layers.stiffness_scale = scale.elements;
    if (on_session_mesh) refuse_for_session(request, layers);
    const auto forces = read_forces(request);
    const auto places = read_places(request);
    const double bottom = layers.thickness();
    for (const PointForce& force : forces)
        if (!layers.is_deep && force.depth >= bottom)
            request.fail("forces", "a force lies below all layers");
    if (!layers.is_isotropic() && !on_session_mesh)
        for (const Layer& layer : layers.layers)
            if (std::fabs(layer.material.fibre.x * layer.material.fibre.y) > 1e-12)
                request.fail("layers", "fibres must run along x or y here");
    const Distances away = distances(forces, places);
    if (!places.empty() && !(away.nearest > 1e-6))
        request.fail("at_mm", "a place lies at a force, where it moves without end");
    request.finish();
    if (!request.status()) return request.status().error();
    if (on_session_mesh) return session_answer(layers, forces, places, watch);
    watch.setup_ends();

    const double nearest = places.empty() ? 1.0 : away.nearest;
    const double farthest = places.empty() ? 1.0 : away.farthest;
    const Grading grading{nearest / kCellsToNearest, kGrowth, kNear * farthest};
    const double far = layers.width ? 0.5 * *layers.width : kFar * farthest;
    const auto across = graded(0.0, far, 0.0, grading);
    std::vector<double> depths;
    for (const PointForce& force : forces) depths.push_back(force.depth);
    std::vector<Vec3> sums(places.size());
    MeshSize size;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const bool is_loaded = std::any_of(forces.begin(), forces.end(), [&](const auto& force) {
            return component(force.force, axis) != 0.0;
        });
        if (!is_loaded) continue;
        const LayeredMesh mesh =
            quarter_mesh(layers, across, grading, farthest, depths, static_cast<Along>(axis));
        softbody::SolidProblem problem{mesh.solid, mesh.holds, {}, {}, softbody::Strain::Small};
        problem.forces.assign(3 * mesh.solid.points.size(), 0.0);
        for (std::size_t n = 0; n < mesh.solid.points.size(); ++n) {
            const Vec3& p = mesh.solid.points[n];
            if (p.x != 0.0 || p.y != 0.0) continue;
            for (const PointForce& force : forces)
                if (std::fabs(p.z + force.depth) < 1e-9)
                    problem.forces[3 * n + axis] += 0.25 * component(force.force, axis);
        }
        const auto state = softbody::balance(problem);
        if (!state) return state.error();
        size = size_of(problem);
        const Reader reader(mesh, across);
        for (std::size_t i = 0; i < places.size(); ++i) {
            const Vec3 folded{std::fabs(places[i].x), std::fabs(places[i].y), places[i].z};
            sums[i] += unfolded(reader.at(state->displacement, folded), places[i], axis);
        }
    }
    Json moved = Json::array();
    for (const Vec3& u : sums) moved.push_back({u.x, u.y, u.z});
    return with_size({{"displacement_mm", moved}}, size, watch);
}

}  // namespace dryrun::lab
