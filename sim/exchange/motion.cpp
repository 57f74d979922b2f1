// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "exchange/motion.h"

namespace dryrun::exchange {

std::vector<ToolMotion> motion_of(const TransformLog& log) {
    std::vector<ToolMotion> motions;
    for (const ToolTrack& tool : log.tools) {
        ToolMotion motion{tool.name, tool.poses.size(),
                          tool.poses.back().time_s - tool.poses.front().time_s, 0.0};
        for (std::size_t i = 1; i < tool.poses.size(); ++i) {
            motion.path += distance(tool.poses[i - 1].position, tool.poses[i].position);
        }
        motions.push_back(std::move(motion));
    }
    return motions;
}

Json to_json(const std::vector<ToolMotion>& tools) {
    Json list = Json::array();
    for (const ToolMotion& tool : tools) {
        list.push_back({{"name", tool.name},
                        {"samples", tool.samples},
                        {"elapsed_s", tool.elapsed_s},
                        {"path_mm", tool.path}});
    }
    return {{"schema", "dryrun.motion/1"}, {"tools", std::move(list)}};
}

}  // namespace dryrun::exchange
