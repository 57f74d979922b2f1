// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/atlas.h"

#include "anatomy/landmark_rules.h"
#include "cli/body_options.h"
#include "cli/commands.h"

namespace dryrun::cli {
namespace {

Json json_of(const Vec3& v) {
    return {v.x, v.y, v.z};
}

/// Volume inside a closed surface, mm³, by the divergence theorem.
double volume_of(const Mesh& mesh) {
    double six_volumes = 0.0;
    for (const auto& t : mesh.triangles) {
        six_volumes += dot(mesh.points[t[0]], cross(mesh.points[t[1]], mesh.points[t[2]]));
    }
    return six_volumes / 6.0;
}

/// Length of the fibre through a point, followed both ways to the muscle's ends.
double fibre_length(const anatomy::Atlas& atlas, anatomy::StructureId muscle, const Vec3& start) {
    constexpr double kStep = 1.0;
    constexpr int kMostSteps = 500;
    double total = 0.0;
    for (const double way : {1.0, -1.0}) {
        Vec3 at = start;
        for (int step = 0; step < kMostSteps; ++step) {
            const auto fibre = atlas.fibre_direction(muscle, at);
            if (!fibre) break;
            at += *fibre * (way * kStep);
            total += kStep;
        }
    }
    return total;
}

Json muscle_json(const anatomy::Atlas& atlas, anatomy::StructureId id) {
    Json sites = Json::array();
    Json fibre = nullptr;
    for (const auto& site : atlas.trigger_point_sites(id)) {
        sites.push_back(
            {{"name", site.name}, {"at_mm", json_of(site.at)}, {"depth_mm", site.depth}});
        if (fibre.is_null()) fibre = fibre_length(atlas, id, site.at);
    }
    const Mesh* mesh = atlas.mesh(id);
    return {{"name", atlas.structure(id).name},
            {"volume_ml", mesh != nullptr ? Json(volume_of(*mesh) / 1000.0) : Json(nullptr)},
            {"fibre_length_mm", fibre},
            {"trigger_points", std::move(sites)}};
}

// What textbooks promise about levels and what this body does instead.
Json rules_json(const anatomy::Atlas& atlas, const std::vector<anatomy::LandmarkRule>& rules) {
    Json list = Json::array();
    for (const auto& rule : rules) {
        const auto outcome = anatomy::outcome_of(rule, anatomy::landmarks_of(atlas));
        if (!outcome) continue;
        list.push_back({{"rule", rule.name},
                        {"promises", anatomy::level_text(rule.promises)},
                        {"lies_at", anatomy::level_text(outcome->level)},
                        {"levels_low", outcome->levels_low},
                        {"low_mm", outcome->mm_low}});
    }
    return list;
}

Json atlas_json(const anatomy::Atlas& atlas, const std::vector<anatomy::LandmarkRule>& rules) {
    Json landmarks = Json::object();
    for (const auto& [name, point] : atlas.landmarks()) landmarks[name] = json_of(point);
    Json ribs = Json::object();
    for (const auto& [name, line] : atlas.ribs()) {
        Json points = Json::array();
        for (const Vec3& point : line) points.push_back(json_of(point));
        ribs[name] = std::move(points);
    }
    Json muscles = Json::array();
    for (std::size_t i = 0; i < atlas.structures().size(); ++i) {
        const auto id = anatomy::StructureId{static_cast<std::uint32_t>(i)};
        if (atlas.structure(id).tissue == anatomy::Tissue::Muscle) {
            muscles.push_back(muscle_json(atlas, id));
        }
    }
    return {{"schema", "dryrun.atlas/1"},
            {"frame", "LPS mm, origin S1 superior endplate centre"},
            {"body", anatomy::to_json(atlas.body())},
            {"landmarks", std::move(landmarks)},
            {"ribs", std::move(ribs)},
            {"muscles", std::move(muscles)},
            {"landmark_rules", rules_json(atlas, rules)}};
}

}  // namespace

void add_atlas(CLI::App& program, Invocation& invocation) {
    auto* command =
        program.add_subcommand("atlas", "A body's measures, landmarks, ribs and muscles, as JSON");
    auto body_options = add_body_options(*command);
    command->callback([body_options, &invocation] {
        const auto body = body_of(*body_options);
        if (!body) {
            invocation.exit_code = report(body.error());
            return;
        }
        const auto rules = anatomy::read_landmark_rules();
        if (!rules) {
            invocation.exit_code = report(rules.error());
            return;
        }
        const auto atlas = anatomy::Atlas::make(*body);
        invocation.exit_code =
            atlas ? print_json(atlas_json(**atlas, *rules)) : report(atlas.error());
    });
}

}  // namespace dryrun::cli
