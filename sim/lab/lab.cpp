// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "lab/lab.h"

#include <array>

#include "lab/experiment.h"

namespace dryrun::lab {
namespace {

struct Named {
    const char* name;
    Result<Json> (*run)(JsonReader& request, const softbody::Scale& scale);
    bool has_session_mesh = false;  ///< answers on a session's own block too
};
constexpr std::array kExperiments = {Named{"indent", run_indent, true},
                                     Named{"point-force", run_point_force, true},
                                     Named{"bar", run_bar},
                                     Named{"shear", run_shear},
                                     Named{"relax", run_relax},
                                     Named{"beam", run_beam},
                                     Named{"buckle", run_buckle},
                                     Named{"insert", run_insert, true},
                                     Named{"stick-slip", run_stick_slip},
                                     Named{"palpate", run_palpate},
                                     Named{"twitch", run_twitch, true}};

}  // namespace

std::vector<std::string> experiments() {
    std::vector<std::string> names;
    for (const Named& one : kExperiments) names.emplace_back(one.name);
    return names;
}

Result<Json> run(std::string_view text, const std::string& file, const softbody::Scale& scale) {
    const auto parsed = parse_json(text, file);
    if (!parsed) return parsed.error();
    JsonReader request(*parsed, file);
    const std::string name = request.choice("experiment", experiments());
    for (const Named& one : kExperiments) {
        if (name != one.name) continue;
        if (!one.has_session_mesh && request.has("mesh")) {
            request.fail("mesh", "a session has none for '" + name + "': leave it out");
            return request.status().error();
        }
        auto answer = one.run(request, scale);
        if (!answer) {
            Error wrong = answer.error();
            if (wrong.place.empty()) wrong.place = file;
            return wrong;
        }
        Json told;
        told["experiment"] = name;
        for (const auto& [key, value] : answer->items()) told[key] = value;
        return told;
    }
    return request.status().error();
}

}  // namespace dryrun::lab
