using Infra.Policies.Sdk.Configuration;

namespace Infra.Policies.Sdk;

/// <summary>One rule that resources are held against.</summary>
internal abstract class Policy
{
    private PolicyDescription? _description;

    public string Name => About.Name;

    public PolicyDescription About => _description ??= Describe();

    /// <summary>The part of the field it belongs to: the folder it lies in.</summary>
    public string Area => GetType().Namespace!.Split('.')[^1];

    /// <summary>What of it can be set, with the defaults; null if nothing can.</summary>
    public virtual PolicySettings? Settings => null;

    protected abstract PolicyDescription Describe();
}
