// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/atlas.h"
#include "cli/body_options.h"
#include "cli/commands.h"
#include "core/deterministic_math.h"

namespace dryrun::cli {
namespace {

struct ProbeOptions {
    std::optional<Vec3> at;
    std::optional<Vec3> along;
    std::string level;
    double lateral = 0.0;
    std::string side = "right";
    double medial_deg = 0.0;
    double caudal_deg = 0.0;
    std::string from = "normal";
    double length = 120.0;
};

struct Line {
    Vec3 from;
    Vec3 direction;
};

Json json_of(const Vec3& v) {
    return {v.x, v.y, v.z};
}

/// The line that enters at a level and a lateral distance, tilted from the normal or the sagittal.
Result<Line> line_at_level(const anatomy::Atlas& atlas, const ProbeOptions& options) {
    const auto tip = atlas.landmark("spinous." + options.level);
    if (!tip) {
        return bad_input("--level", "no spinous process " + options.level,
                         "dryrun list landmarks names them");
    }
    const double x = options.side == "left" ? options.lateral : -options.lateral;
    // From well behind any body, straight forward.
    const auto skin = atlas.skin_hit({x, 1000.0, tip->z}, {0.0, -1.0, 0.0}, 2000.0);
    if (!skin) {
        return bad_input("--lateral-mm", "no skin is modelled there", "try nearer to the midline");
    }
    const Vec3 inward = options.from == "sagittal" ? Vec3{0.0, -1.0, 0.0} : -skin->normal;
    return Line{skin->point,
                normalised(inward + skin->medial * det::tan(det::radians(options.medial_deg)) +
                           skin->caudal * det::tan(det::radians(options.caudal_deg)))};
}

Json json_of(const anatomy::Atlas& atlas, const anatomy::LayersAlongLine& line,
             const Vec3& direction) {
    Json layers = Json::array();
    Json first_bone = nullptr;
    Json pleura = nullptr;
    for (const auto& span : line.spans) {
        const auto& structure = atlas.structure(span.structure);
        layers.push_back({{"structure", structure.name},
                          {"tissue", anatomy::name_of(structure.tissue)},
                          {"enter_mm", span.enter},
                          {"exit_mm", span.exit}});
        if (structure.tissue == anatomy::Tissue::Bone && first_bone.is_null()) {
            first_bone = span.enter;
        }
        if (structure.tissue == anatomy::Tissue::Pleura && pleura.is_null()) pleura = span.enter;
    }
    return {{"schema", "dryrun.probe/1"},
            {"entry_mm", json_of(line.entry)},
            {"normal", json_of(line.normal)},
            {"direction", json_of(direction)},
            {"layers", std::move(layers)},
            {"first_bone_mm", first_bone},
            {"pleura_mm", pleura}};
}

int run_probe(const ProbeOptions& options, const BodyOptions& body_options) {
    if (options.at.has_value() == !options.level.empty()) {
        say("probe wants either --at with --along, or --level");
        return kWrongUsage;
    }
    const auto body = body_of(body_options);
    if (!body) return report(body.error());
    const auto atlas = anatomy::Atlas::make(*body);
    if (!atlas) return report(atlas.error());
    Line line;
    if (!options.at) {
        const auto at_level = line_at_level(**atlas, options);
        if (!at_level) return report(at_level.error());
        line = *at_level;
    } else {
        if (!(length(*options.along) > 1e-9)) {
            return report(bad_input("--along", "is no direction"));
        }
        line = {*options.at, normalised(*options.along)};
    }
    const auto layers = (*atlas)->layers_along(line.from, line.direction, options.length);
    if (!layers) return report(bad_input("probe", "the line does not meet the modelled skin"));
    return print_json(json_of(**atlas, *layers, line.direction));
}

}  // namespace

void add_probe(CLI::App& program, Invocation& invocation) {
    auto* command =
        program.add_subcommand("probe", "What a straight line from the skin goes through, as JSON");
    auto options = std::make_shared<ProbeOptions>();
    auto body = add_body_options(*command);
    auto* at = add_vec3(*command, "--at", options->at, "Any point of the line: X,Y,Z in mm, LPS");
    auto* along = add_vec3(*command, "--along", options->along, "Its direction: DX,DY,DZ");
    at->needs(along);
    along->needs(at);
    auto* level = command->add_option("--level", options->level, "Height of this spinous process")
                      ->excludes(at);
    command->add_option("--lateral-mm", options->lateral, "From the midline")
        ->check(CLI::Range(0.0, 300.0))
        ->needs(level);
    command->add_option("--side", options->side)->check(CLI::IsMember({"left", "right"}));
    command->add_option("--medial-deg", options->medial_deg)->check(CLI::Range(-89.0, 89.0));
    command->add_option("--caudal-deg", options->caudal_deg)->check(CLI::Range(-89.0, 89.0));
    command->add_option("--from", options->from, "What the tilt starts from")
        ->check(CLI::IsMember({"normal", "sagittal"}));
    command->add_option("--length-mm", options->length)->check(CLI::Range(1.0, 500.0));
    command->callback(
        [options, body, &invocation] { invocation.exit_code = run_probe(*options, *body); });
}

}  // namespace dryrun::cli
