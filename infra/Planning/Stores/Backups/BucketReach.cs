using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning.Stores.Backups;

/// <summary>Where the servers of a bucket are.</summary>
/// <param name="Pods">Their pods; null if they are outside the cluster.</param>
/// <param name="Addresses">Their addresses outside the cluster.</param>
internal sealed record BucketReach(PodPeer? Pods, ImmutableArray<ExternalAddress> Addresses);
