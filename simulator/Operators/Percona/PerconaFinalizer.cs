namespace Infra.Simulator.Operators.Percona;

/// <summary>A finalizer that an operator of Percona removes.</summary>
/// <param name="Name">Its name without the group; clusters of old versions have it in this form.</param>
internal sealed record PerconaFinalizer(string Name)
{
    private const string Prefix = "percona.com/";

    /// <summary>The labels of the claims that are deleted for it; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Claims { get; init; }

    /// <summary>The Secret that is deleted for it; null for none.</summary>
    public string? Secret { get; init; }

    /// <summary>Whether a text of <c>metadata.finalizers</c> is this finalizer.</summary>
    public bool Is(string text) => text == Name || text == Prefix + Name;
}
