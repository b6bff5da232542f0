using Infra.Engine.Resources;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Services.Hooks;

/// <summary>Describes the options of a resource to hooks.</summary>
internal static class HookOptions
{
    /// <summary>Converts a state's options; null without a state.</summary>
    public static ResourceOptions? From(ResourceState? state)
    {
        if (state is null)
        {
            return null;
        }

        var options = new ResourceOptions
        {
            DependsOn = { state.Dependencies.Select(urn => urn.Value) },
            Protect = state.Protect,
            IgnoreChanges = { state.IgnoreChanges },
            ReplaceOnChanges = { state.ReplaceOnChanges },
            Aliases = { state.Aliases.Select(urn => new Alias { Urn = urn.Value }) },
            Provider = state.Provider?.ToString() ?? "",
            RetainOnDelete = state.RetainOnDelete,
            DeletedWith = state.DeletedWith.ToString(),
            AdditionalSecretOutputs = { state.AdditionalSecretOutputs },
            Hooks = ToBinding(state.Hooks),
            Import = state.ImportId,
            HideDiff = { state.HideDiffs },
            ReplaceWith = { state.ReplaceWith.Select(urn => urn.Value) },
            Parent = state.Parent.ToString(),
        };
        if (state.CustomTimeouts is { } timeouts)
        {
            options.CustomTimeouts = new RegisterResourceRequest.Types.CustomTimeouts
            {
                Create = Format(timeouts.Create),
                Update = Format(timeouts.Update),
                Delete = Format(timeouts.Delete),
            };
        }

        if (state.ReplacementTrigger is { } trigger)
        {
            options.ReplacementTrigger = StructConverter.ToValue(trigger, StructConversion.Lossless);
        }

        return options;
    }

    private static RegisterResourceRequest.Types.ResourceHooksBinding? ToBinding(
        IReadOnlyDictionary<HookType, IReadOnlyList<string>> hooks
    ) =>
        hooks.Count == 0
            ? null
            : new RegisterResourceRequest.Types.ResourceHooksBinding
            {
                BeforeCreate = { hooks.GetValueOrDefault(HookType.BeforeCreate, []) },
                AfterCreate = { hooks.GetValueOrDefault(HookType.AfterCreate, []) },
                BeforeUpdate = { hooks.GetValueOrDefault(HookType.BeforeUpdate, []) },
                AfterUpdate = { hooks.GetValueOrDefault(HookType.AfterUpdate, []) },
                BeforeDelete = { hooks.GetValueOrDefault(HookType.BeforeDelete, []) },
                AfterDelete = { hooks.GetValueOrDefault(HookType.AfterDelete, []) },
                OnError = { hooks.GetValueOrDefault(HookType.OnError, []) },
            };

    private static string Format(TimeSpan? timeout) => timeout is { } limit ? $"{limit.Ticks * TimeSpan.NanosecondsPerTick}ns" : "";
}
