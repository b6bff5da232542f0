namespace Infra.Engine.Deployments.Refreshing;

/// <summary>Whether a deployment reads the live objects of the state.</summary>
internal enum RefreshMode
{
    /// <summary>The state is taken as it is.</summary>
    None,

    /// <summary>The state is refreshed before the program registers its resources.</summary>
    BeforeUpdate,

    /// <summary>The state is refreshed, and nothing else is done.</summary>
    Only,
}
