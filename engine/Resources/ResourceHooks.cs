using System.Collections.ObjectModel;

namespace Infra.Engine.Resources;

/// <summary>The names of a resource's hooks, by when they run.</summary>
internal static class ResourceHooks
{
    /// <summary>No hooks, as most resources have.</summary>
    public static IReadOnlyDictionary<HookType, IReadOnlyList<string>> None { get; } =
        ReadOnlyDictionary<HookType, IReadOnlyList<string>>.Empty;
}
