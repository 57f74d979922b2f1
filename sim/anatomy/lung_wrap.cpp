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
    if (std::none_of(spans.begin(), spans.end(), is_lung)) return;
    const double thickness = model.rows.chest_wall.pleura;
    std::vector<LayerSpan> wrapped;
    wrapped.reserve(spans.size() + 4);
    const auto covers = [&](const LayerSpan& span) {
        return is_of(model, span, Tissue::Pleura) || is_lung(span);
    };
    for (std::size_t i = 0; i < spans.size(); ++i) {
        LayerSpan lung = spans[i];
        if (!is_lung(lung)) {
            wrapped.push_back(lung);
            continue;
        }
        const bool is_left = lung.structure == model.lung.left;
        const StructureId pleura = is_left ? model.pleura.left : model.pleura.right;
        const bool wants_before = wrapped.empty() || !covers(wrapped.back());
        const bool wants_after = i + 1 < spans.size() && !covers(spans[i + 1]);
        const double least = (wants_before ? thickness : 0.0) + (wants_after ? thickness : 0.0);
        if ((wants_before || wants_after) && lung.exit - lung.enter < least + kLeastLung) {
            wrapped.push_back({pleura, lung.enter, lung.exit});
            continue;
        }
        if (wants_before) {
            wrapped.push_back({pleura, lung.enter, lung.enter + thickness});
            lung.enter += thickness;
        }
        if (wants_after) lung.exit -= thickness;
        wrapped.push_back(lung);
        if (wants_after) wrapped.push_back({pleura, lung.exit, lung.exit + thickness});
    }
    spans = std::move(wrapped);
}

}  // namespace dryrun::anatomy
