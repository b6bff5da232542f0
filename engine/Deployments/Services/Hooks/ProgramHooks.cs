using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Infra.Engine.Deployments.Execution;
using Infra.Engine.Deployments.Services.Transforms;
using Infra.Engine.Resources;
using Infra.Protocol.Grpc;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Services.Hooks;

/// <summary>The hooks that a program registers and serves.</summary>
internal sealed class ProgramHooks(ProgramCallbacks callbacks, bool isPreview) : IResourceHooks
{
    private static readonly StructConversion Conversion = StructConversion.Lossless;

    private readonly ConcurrentDictionary<string, RegisterResourceHookRequest> _hooks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RegisterErrorHookRequest> _errorHooks = new(StringComparer.Ordinal);

    /// <summary>Registers a hook that runs before or after operations.</summary>
    /// <exception cref="RpcException">The name is empty or used already.</exception>
    public void Register(RegisterResourceHookRequest hook)
    {
        RequireFree(hook.Name);
        _hooks[hook.Name] = hook;
    }

    /// <summary>Registers a hook that runs after failures.</summary>
    /// <exception cref="RpcException">The name is empty or used already.</exception>
    public void Register(RegisterErrorHookRequest hook)
    {
        RequireFree(hook.Name);
        _errorHooks[hook.Name] = hook;
    }

    /// <inheritdoc/>
    public async Task RunAsync(string name, HookCall call)
    {
        if (!_hooks.TryGetValue(name, out var hook))
        {
            await NoHooks.Instance.RunAsync(name, call);
            return;
        }

        if (isPreview && !hook.OnDryRun)
        {
            return;
        }

        var isAfter = call.Type is HookType.AfterCreate or HookType.AfterUpdate;
        var request = new ResourceHookRequest
        {
            Urn = call.Resource.Urn.Value,
            Id = (call.Old ?? call.New)!.Id,
            Name = call.Resource.Urn.Name,
            Type = call.Resource.Type,
            NewInputs = Convert(call.New?.Inputs),
            OldInputs = Convert(call.Old?.Inputs),
            NewOutputs = isAfter ? Convert(call.New?.Outputs) : null,
            OldOutputs = Convert(call.Old?.Outputs),
            OldOptions = HookOptions.From(call.Old),
            NewOptions = HookOptions.From(call.New),
        };
        var error = (await InvokeAsync(hook.Callback, name, request, ResourceHookResponse.Parser, hook.IgnoreErrors)).Error;
        if (error.Length > 0)
        {
            throw new HookFailedException(error) { IsIgnored = hook.IgnoreErrors };
        }
    }

    /// <inheritdoc/>
    public async Task<bool> RunOnErrorAsync(string name, HookCall call, IReadOnlyList<string> failures)
    {
        if (!_errorHooks.TryGetValue(name, out var hook))
        {
            return await NoHooks.Instance.RunOnErrorAsync(name, call, failures);
        }

        var request = new ErrorHookRequest
        {
            Urn = call.Resource.Urn.Value,
            Id = call.Resource.Id,
            Name = call.Resource.Urn.Name,
            Type = call.Resource.Type,
            NewInputs = Convert(call.New?.Inputs),
            OldInputs = Convert(call.Old?.Inputs),
            OldOutputs = Convert(call.Old?.Outputs),
            FailedOperation = call.FailedOperation,
            Errors = { failures },
            OldOptions = HookOptions.From(call.Old),
            NewOptions = HookOptions.From(call.New),
        };
        var answer = await InvokeAsync(hook.Callback, name, request, ErrorHookResponse.Parser, isIgnored: false);
        return answer.Error.Length == 0 ? answer.Retry : throw new HookFailedException($"error hook \"{name}\" failed: {answer.Error}");
    }

    private async Task<T> InvokeAsync<T>(Callback callback, string name, IMessage request, MessageParser<T> parser, bool isIgnored)
        where T : class, IMessage<T>
    {
        try
        {
            return await callbacks.InvokeAsync(callback, $"hook '{name}'", request, parser);
        }
        catch (RpcException error)
        {
            throw new HookFailedException(error.Detail) { IsIgnored = isIgnored };
        }
    }

    private void RequireFree(string name)
    {
        if (name.Length == 0)
        {
            throw new RpcException(StatusCode.InvalidArgument, "resource hook name cannot be empty");
        }

        if (_hooks.ContainsKey(name) || _errorHooks.ContainsKey(name))
        {
            throw new RpcException(StatusCode.InvalidArgument, $"resource hook already registered for name \"{name}\"");
        }
    }

    private static Struct? Convert(PropertyMap? properties) => properties is null ? null : StructConverter.ToStruct(properties, Conversion);
}
