namespace Infra.Backend.Planning;

/// <summary>Identifies a version of a service.</summary>
internal sealed record ServiceVersion(string Service, string Name)
{
    /// <summary>The name of the service's own pods among its versions.</summary>
    public const string Stable = "stable";
}

/// <summary>A version and its share of the requests.</summary>
/// <param name="Name">The version's name.</param>
/// <param name="Service">The name of the Service in front of its pods only.</param>
/// <param name="Weight">Its share, relative to the weights of the other versions.</param>
/// <param name="Replicas">Its number of pods.</param>
internal sealed record WeightedVersion(string Name, string Service, int Weight, ReplicaCount Replicas);
