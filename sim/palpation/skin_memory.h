// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// How pressed tissue gives way with time and comes back: quasi-linear viscoelasticity (Fung 1993),
// one Prony series for the whole depth. Tissue's whole elastic stress relaxes, and that is the one
// after its stiffening (squeeze.h). Under a load F that is felt now, tissue strains as under the
// elastic load E with F = now · E + before, `before` being what it remembers of E
// (softbody/prony.h); and the linear block goes as far under share · E, `share` being what a linear
// block needs of the felt load where the skin is as deep. Raised skin has no such stiffening here.
// Private to the module.
#pragma once

#include <span>
#include <vector>

#include "palpation/finger.h"

namespace dryrun::palpation {

/// Moves the memory to the patch of this site; what lies off it is forgotten.
void lie_on(const tissue::Site& site, std::span<const softbody::PronyTerm> relaxation,
            SkinMemory& memory);

/// How far the tissue yields to a load of this tick, as a share of the block's displacement.
double yield_of(const SkinMemory& memory);

/// Adds the inward displacement by what is remembered, one value for each of these points of the
/// patch.
void add_remembered(const tissue::Site& site, const SkinMemory& memory, std::span<const int> points,
                    std::span<double> displacement);

/// Turns this tick's loads of the linear block, of which the hand feels `felt_N`, into its elastic
/// loads, and remembers what is felt. `background` as for step_fingers; empty: none.
void remember(const tissue::Site& site, std::span<const double> background,
              std::span<const double> felt_N, std::span<double> load_N, SkinMemory& memory);

/// Begins anew with so many taxels.
void begin_taxels(std::span<const softbody::PronyTerm> relaxation, std::size_t taxels,
                  TaxelMemory& memory);
/// One pad slid by this many taxels along its rows and columns; of the skin that it comes to,
/// nothing is known.
void slide_taxels(std::size_t pad, double along_rows, double along_columns, TaxelMemory& memory);
/// Adds the inward displacement by what one pad's taxels remember; `near` as in PadGeometry, yield
/// and all.
void add_remembered(const TaxelMemory& memory, std::size_t pad, std::span<const double> near,
                    std::span<double> displacement);
/// The shares of one pad's taxels, whose skin has gone in by `displacement`.
void follow_taxels(std::size_t pad, std::span<const tissue::UnderSkin> under,
                   std::span<const double> displacement, TaxelMemory& memory);
/// Remembers what all taxels feel in this tick.
void remember(std::span<const double> felt_N, TaxelMemory& memory);

}  // namespace dryrun::palpation
