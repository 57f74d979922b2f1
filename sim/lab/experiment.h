// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// One function an experiment, private to this folder: each reads its keys, and is asked to run
// only when all of them are sound.
#pragma once

#include "core/json.h"
#include "core/result.h"
#include "softbody/scale.h"

namespace dryrun::lab {

Result<Json> run_bar(JsonReader& request, const softbody::Scale& scale);
Result<Json> run_beam(JsonReader& request, const softbody::Scale& scale);
Result<Json> run_buckle(JsonReader& request, const softbody::Scale& scale);
Result<Json> run_indent(JsonReader& request, const softbody::Scale& scale);
Result<Json> run_insert(JsonReader& request, const softbody::Scale& scale);
Result<Json> run_palpate(JsonReader& request, const softbody::Scale& scale);
Result<Json> run_point_force(JsonReader& request, const softbody::Scale& scale);
Result<Json> run_relax(JsonReader& request, const softbody::Scale& scale);
Result<Json> run_shear(JsonReader& request, const softbody::Scale& scale);
Result<Json> run_stick_slip(JsonReader& request, const softbody::Scale& scale);
Result<Json> run_twitch(JsonReader& request, const softbody::Scale& scale);

}  // namespace dryrun::lab
