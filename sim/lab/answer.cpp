// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "lab/answer.h"

#include <cmath>

namespace dryrun::lab {

double Stopwatch::setup_ms() const {
    return std::chrono::duration<double, std::milli>(solving_ - started_).count();
}
double Stopwatch::solve_ms() const {
    const auto now = std::chrono::steady_clock::now();
    return std::chrono::duration<double, std::milli>(now - solving_).count();
}

MeshSize size_of(const softbody::SolidProblem& problem) {
    const auto all = 3 * static_cast<int>(problem.solid.points.size());
    return {static_cast<int>(problem.solid.bricks.size()),
            all - static_cast<int>(problem.holds.size())};
}

Json with_size(Json answer, const MeshSize& size, const Stopwatch& watch) {
    answer["elements"] = size.elements;
    answer["dof"] = size.degrees_of_freedom;
    answer["setup_ms"] = watch.setup_ms();
    answer["solve_ms"] = watch.solve_ms();
    return answer;
}

softbody::Strain read_strain(JsonReader& request) {
    if (!request.has("geometry")) return softbody::Strain::Large;
    return request.choice("geometry", {"small", "large"}) == "small" ? softbody::Strain::Small
                                                                     : softbody::Strain::Large;
}

std::vector<std::array<double, 2>> read_pairs(JsonReader& request, std::string_view key) {
    std::vector<std::array<double, 2>> pairs;
    const Json list = request.raw(key);
    if (!list.is_array()) {
        request.fail(key, "wanted a list of pairs of numbers");
        return pairs;
    }
    for (const Json& pair : list) {
        const bool is_pair = pair.is_array() && pair.size() == 2 && pair[0].is_number() &&
                             pair[1].is_number() && std::isfinite(pair[0].get<double>()) &&
                             std::isfinite(pair[1].get<double>());
        if (!is_pair) {
            request.fail(key, "wanted a list of pairs of numbers");
            return {};
        }
        pairs.push_back({pair[0].get<double>(), pair[1].get<double>()});
    }
    return pairs;
}

}  // namespace dryrun::lab
