// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/lung_wrap.h"

#include <algorithm>

namespace dryrun::anatomy {
namespace {

// What the atlas has too thin to matter: a stretch shorter than this is pleura altogether.
constexpr double kLeastLung = 0.05;

bool is_of(const BackModel& model, const LayerSpan& span, Tissue tissue) {
    return model.structure(span.structure).tissue == tissue;
}

}  // namespace

void wrap_lungs(const BackModel& model, std::vector<LayerSpan>& spans) {
    const auto is_lung = [&](const LayerSpan& span) { return is_of(model, span, Tissue::Lung); };
    const auto covers = [&](const LayerSpan& span) {
        return is_of(model, span, Tissue::Pleura) || is_lung(span);
    };
    const double thickness = model.rows->chest_wall.pleura;
    for (std::size_t i = 0; i < spans.size(); ++i) {
        if (!is_lung(spans[i])) continue;
        const bool wants_before = i == 0 || !covers(spans[i - 1]);
        const bool wants_after = i + 1 < spans.size() && !covers(spans[i + 1]);
        if (!wants_before && !wants_after) continue;
        const LayerSpan lung = spans[i];
        const bool is_left = lung.structure == model.lung.left;
        const StructureId pleura = is_left ? model.pleura.left : model.pleura.right;
        const double least = (wants_before ? thickness : 0.0) + (wants_after ? thickness : 0.0);
        if (lung.exit - lung.enter < least + kLeastLung) {
            spans[i].structure = pleura;
            continue;
        }
        const auto at = [&](std::size_t k) {
            return spans.begin() + static_cast<std::ptrdiff_t>(k);
        };
        if (wants_before) {
            spans[i].enter += thickness;
            spans.insert(at(i), {pleura, lung.enter, lung.enter + thickness});
            ++i;
        }
        if (wants_after) {
            spans[i].exit -= thickness;
            spans.insert(at(i + 1), {pleura, spans[i].exit, spans[i].exit + thickness});
            ++i;
        }
    }
}

}  // namespace dryrun::anatomy
