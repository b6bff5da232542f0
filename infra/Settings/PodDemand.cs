using System.Collections.Immutable;

namespace Infra.Backend.Settings;

/// <summary>Pods that the stack needs without creating them itself.</summary>
/// <param name="Count">The number of pods.</param>
/// <param name="Containers">The requests and limits of the containers of each.</param>
internal sealed record PodDemand(int Count, ImmutableArray<SizeSettings> Containers);
