using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Infra.Engine.Deployments.Execution;
using Infra.Engine.Deployments.Planning;
using Infra.Engine.Deployments.Registration;
using Infra.Engine.Deployments.Services.Hooks;
using Infra.Engine.Deployments.Services.Transforms;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Services;

/// <summary>The service <c>pulumirpc.ResourceMonitor</c>: registers and reads a program's resources and calls functions.</summary>
internal sealed class ResourceMonitorService : IDisposable
{
    /// <summary>The supported features. A program that needs another one reports that itself.</summary>
    private static readonly HashSet<string> Features =
    [
        "secrets",
        "resourceReferences",
        "outputValues",
        "aliasSpecs",
        "deletedWith",
        "replaceWith",
        "replacementTrigger",
        "transforms",
        "invokeTransforms",
        "resourceHooks",
        "errorHooks",
        "sendsOptionsToHooks",
    ];

    private readonly DeploymentContext _context;
    private readonly ResourceRegistrar _registrar;
    private readonly DefaultProviders _defaultProviders;
    private readonly OptionInheritance _inheritance = new();
    private readonly ProgramCallbacks _callbacks;
    private readonly ResourceTransforms _transforms;
    private readonly InvokeTransforms _invokeTransforms;
    private readonly ProgramHooks _hooks;
    private readonly ActivityCounter _activity;
    private readonly TaskCompletionSource _programDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ResourceMonitorService(
        DeploymentContext context,
        ResourceRegistrar registrar,
        ActivityCounter activity,
        IReadOnlyDictionary<string, string> config,
        IReadOnlyList<string> secretKeys
    )
    {
        _context = context;
        _registrar = registrar;
        _activity = activity;
        _callbacks = new ProgramCallbacks(context.Aborted);
        _transforms = new ResourceTransforms(_callbacks, _inheritance.FindParent);
        _invokeTransforms = new InvokeTransforms(_callbacks);
        _hooks = new ProgramHooks(_callbacks, context.IsPreview);
        context.Hooks = _hooks;
        _defaultProviders = new DefaultProviders(async goal => (await registrar.RegisterAsync(goal)).State, config, secretKeys);
    }

    /// <summary>
    /// Completes when resources can be registered; fails with a <see cref="DeploymentStoppedException"/> where they never can.
    /// </summary>
    public Task Ready { get; init; } = Task.CompletedTask;

    /// <summary>Completes when the program has registered all resources and waits for the end of the deployment.</summary>
    public Task ProgramDone => _programDone.Task;

    /// <summary>The registered outputs of the stack, or null.</summary>
    public PropertyMap? StackOutputs { get; private set; }

    /// <summary>Releases a program that waits for the end of the deployment.</summary>
    public void Release() => _released.TrySetResult();

    public void MapTo(GrpcServer server)
    {
        server.MapUnary(ResourceMonitorMethods.SupportsFeature, (request, _) =>
            Task.FromResult(new SupportsFeatureResponse { HasSupport = Features.Contains(request.Id) })
        );
        server.MapNumberedUnary(EncodedResourceMonitorMethods.RegisterResource, (request, call) =>
            AnswerAsync(() => RegisterAsync(request, call))
        );
        server.MapUnary(ResourceMonitorMethods.RegisterResourceOutputs, (request, _) => AnswerAsync(() => RegisterOutputsAsync(request)));
        server.MapNumberedUnary(ResourceMonitorMethods.ReadResource, (request, call) =>
            AnswerAsync(() => InOrderAsync(call, place => ReadAsync(request, place)))
        );
        server.MapUnary(ResourceMonitorMethods.Invoke, (request, _) => AnswerAsync(() => InvokeAsync(request)));
        server.MapUnary(ResourceMonitorMethods.RegisterStackTransform, (transform, _) => Accept(() => _transforms.AddForStack(transform)));
        server.MapUnary(ResourceMonitorMethods.RegisterStackInvokeTransform, (transform, _) =>
            Accept(() => _invokeTransforms.AddForStack(transform))
        );
        server.MapUnary(ResourceMonitorMethods.RegisterResourceHook, (hook, _) => Accept(() => _hooks.Register(hook)));
        server.MapUnary(ResourceMonitorMethods.RegisterErrorHook, (hook, _) => Accept(() => _hooks.Register(hook)));
        server.MapUnary(ResourceMonitorMethods.SignalAndWaitForShutdown, async (_, _) =>
        {
            _programDone.TrySetResult();
            await _released.Task;
            return new Empty();
        });
    }

    public void Dispose() => _callbacks.Dispose();

    private static Task<Empty> Accept(Action accept)
    {
        accept();
        return Task.FromResult(new Empty());
    }

    /// <summary>Converts exceptions to gRPC statuses.</summary>
    private async Task<T> AnswerAsync<T>(Func<Task<T>> answer)
    {
        using var active = _activity.Enter();
        try
        {
            await Ready;
            return await answer();
        }
        catch (DeploymentStoppedException error)
        {
            throw new RpcException(StatusCode.Unavailable, "resource monitor shut down", error);
        }
        catch (StepFailedException error)
        {
            throw new RpcException(StatusCode.Internal, "resource registration failed", error);
        }
        catch (FormatException error)
        {
            throw new RpcException(StatusCode.InvalidArgument, error.Message, error);
        }
    }

    private async Task<EncodedRegisterResourceResponse> RegisterAsync(RegisterResourceRequest registration, GrpcServerCall call)
    {
        if (registration.Remote)
        {
            throw new RpcException(
                StatusCode.Unimplemented,
                $"'{registration.Name}': remote components ({registration.Type}) are not supported; use one of the program's own language"
            );
        }

        // A transform may wait for other resources, so the place is taken after it.
        var request = await _transforms.ApplyAsync(registration);
        return await InOrderAsync(call, place => RegisterAsync(request, place));
    }

    /// <summary>Runs a call that has its place in the order in which operations start.</summary>
    private async Task<T> InOrderAsync<T>(GrpcServerCall call, Func<StartPlace, Task<T>> run)
    {
        var place = _context.Starts.Enter(call.Number);
        try
        {
            return await run(place);
        }
        finally
        {
            _context.Starts.Leave(place);
        }
    }

    private async Task<EncodedRegisterResourceResponse> RegisterAsync(RegisterResourceRequest request, StartPlace place)
    {
        var goal = _inheritance.Apply(GoalReader.Read(request), request.Providers) with { Place = place };
        if (ProviderType.IsProvider(goal.Type))
        {
            goal = goal with
            {
                Provider = null,
                Properties = DefaultProviders.AddPlugin(goal.Properties, goal.Version, goal.PluginDownloadUrl),
            };
        }
        else if (goal is { Custom: true, Provider: null })
        {
            goal = goal with { Provider = await _defaultProviders.GetAsync(goal) };
        }

        try
        {
            var state = (await _registrar.RegisterAsync(goal)).State;
            _inheritance.Record(state.Urn, goal, request.Providers);
            _transforms.Record(state.Urn, request);
            return Respond(request, state, _registrar.IsSkipped(state.Urn));
        }
        catch (StepFailedException error) when (request.SupportsResultReporting)
        {
            return new EncodedRegisterResourceResponse
            {
                Urn = error.State.Urn.Value,
                Id = error.State.Id,
                Object = ByteString.Empty,
                Result = error.IsSkipped ? Result.Skip : Result.Fail,
            };
        }
    }

    private static EncodedRegisterResourceResponse Respond(RegisterResourceRequest request, ResourceState state, bool isUnknown)
    {
        // The old outputs of a component may refer to resources that are not registered yet.
        var outputs = state.Custom ? state.Outputs : PropertyMap.Empty;
        if (!request.SupportsPartialValues)
        {
            outputs = outputs.Where((_, value) => !value.ContainsUnknowns());
        }

        var encoded = StructEncoder.Encode(outputs, ToProgram(request.AcceptSecrets, request.AcceptResources));
        return new EncodedRegisterResourceResponse
        {
            Urn = state.Urn.Value,
            Id = state.Id,
            Object = UnsafeByteOperations.UnsafeWrap(encoded),
            Unknown = isUnknown,
        };
    }

    private async Task<Empty> RegisterOutputsAsync(RegisterResourceOutputsRequest request)
    {
        var urn = Urn.Parse(request.Urn);
        var outputs = StructConverter.FromStruct(request.Outputs, StructConversion.Resource with { SkipNulls = true });
        if (urn.QualifiedType == Urn.StackType)
        {
            StackOutputs = outputs;
        }
        else if (!await _registrar.CompleteComponentAsync(urn, _ => outputs))
        {
            throw new RpcException(
                StatusCode.InvalidArgument,
                $"the outputs of '{urn}' cannot be registered: it is not a registered component, or its outputs are registered already"
            );
        }

        return new Empty();
    }

    private async Task<ReadResourceResponse> ReadAsync(ReadResourceRequest request, StartPlace place)
    {
        var goal = _inheritance.Apply(GoalReader.Read(request), new Dictionary<string, string>());
        goal = goal with { Place = place, Provider = goal.Provider ?? await _defaultProviders.GetAsync(goal) };
        var state = (await _registrar.ReadAsync(goal, request.Id)).State;
        return new ReadResourceResponse
        {
            Urn = state.Urn.Value,
            Properties = StructConverter.ToStruct(state.Outputs, ToProgram(request.AcceptSecrets, request.AcceptResources)),
        };
    }

    private async Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest call)
    {
        var request = await _invokeTransforms.ApplyAsync(call);
        var arguments = StructConverter.FromStruct(request.Args, StructConversion.Resource with { SkipNulls = true });
        var conversion = ToProgram(acceptSecrets: true, request.AcceptResources);
        if (request.Tok == GetResourceFunction.Token)
        {
            return new ResourceInvokeResponse
            {
                Return = StructConverter.ToStruct(GetResourceFunction.Invoke(_context.State, arguments), conversion),
            };
        }

        try
        {
            var reference = ProviderReference.Parse(request.Provider)
                ?? await _defaultProviders.GetAsync(
                    ProviderType.GetResourcePackage(request.Tok),
                    request.Version,
                    request.PluginDownloadURL
                );
            var provider = await _registrar.GetProviderAsync(reference);
            var result = await provider.InvokeAsync(new InvokeRequest { Token = request.Tok, Arguments = arguments }, _context.Aborted);
            var response = new ResourceInvokeResponse { Return = StructConverter.ToStruct(result.Result, conversion) };
            response.Failures.AddRange(
                result.Failures.Select(failure => new Infra.Protocol.Messages.CheckFailure
                {
                    Property = failure.Property,
                    Reason = failure.Reason,
                })
            );
            return response;
        }
        catch (ResourceProviderException error)
        {
            throw new RpcException(StatusCode.Unknown, $"{request.Tok}: {error.Message}", error);
        }
    }

    private static StructConversion ToProgram(bool acceptSecrets, bool acceptResources) =>
        StructConversion.Resource with
        {
            KeepSecrets = acceptSecrets,
            KeepResources = acceptResources,
            KeepByteStrings = false,
        };
}
