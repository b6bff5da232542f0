using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Values;
using Wire = Infra.Protocol.Messages.Providers;

namespace Infra.Engine.Providers.Plugins;

/// <summary>
/// A provider that is a plugin. Its process starts with the first call. Where the configuration is not known in a preview, the plugin is
/// not configured and not called: inputs are taken as they are, outputs are unknown.
/// </summary>
internal sealed class PluginProvider(PluginLocation location, string package, PluginHost host, IProviderLog log) : IResourceProvider
{
    private const string UnknownConfiguration =
        "The provider for this resource has inputs that are not known during preview.\n"
        + "This preview may not correctly represent the changes that will be applied during an update.";

    private readonly PluginClient _plugin = new(location, package, host, log);
    private PluginFeatures _features = new();
    private bool _isConfigured;
    private bool _isPreview;

    private PluginValues Values => new(location, _features, _isPreview);

    /// <inheritdoc/>
    public async Task<CheckResult> CheckConfigAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        var values = PluginValues.ForConfiguration(location);
        var call = PluginRequests.Write(request with { RandomSeed = default }, values);
        try
        {
            var response = await _plugin.CallAsync(ResourceProviderMethods.CheckConfig, call, cancellationToken);
            return new CheckResult
            {
                Inputs = values.Read(response.Inputs, request.NewInputs),
                Failures = PluginAnswers.ReadFailures(response.Failures),
            };
        }
        catch (RpcException error)
        {
            return error.StatusCode == StatusCode.Unimplemented ? new CheckResult { Inputs = request.NewInputs } : throw Translate(error);
        }
    }

    /// <inheritdoc/>
    public async Task<DiffResult> DiffConfigAsync(DiffRequest request, CancellationToken cancellationToken)
    {
        var call = PluginRequests.Write(request with { Id = "" }, PluginValues.ForConfiguration(location));
        try
        {
            return PluginAnswers.ReadDiff(await _plugin.CallAsync(ResourceProviderMethods.DiffConfig, call, cancellationToken));
        }
        catch (RpcException error)
        {
            // Without an answer, resources are not replaced because of their provider's configuration.
            return error.StatusCode == StatusCode.Unimplemented ? new DiffResult { Changes = DiffChanges.Unknown } : throw Translate(error);
        }
    }

    /// <inheritdoc/>
    public async Task ConfigureAsync(ConfigureRequest request, CancellationToken cancellationToken)
    {
        var connection = await _plugin.ConnectAsync(cancellationToken);
        _isPreview = request.Preview;
        _features = connection.Handshake is { } handshake ? PluginFeatures.From(handshake) : new PluginFeatures();
        if (request.Inputs.ContainsUnknowns())
        {
            return;
        }

        try
        {
            var call = PluginConfiguration.Write(request, package);
            var response = await connection.CallAsync(ResourceProviderMethods.Configure, call, cancellationToken);
            _features = connection.Handshake is null ? PluginFeatures.From(response) : _features;
            _isConfigured = true;
        }
        catch (RpcException error)
        {
            throw new ResourceProviderException(PluginAnswers.DescribeConfigureError(error), error);
        }
    }

    /// <inheritdoc/>
    public async Task<CheckResult> CheckAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        if (!_isConfigured)
        {
            return new CheckResult { Inputs = request.NewInputs };
        }

        request = request with { NewInputs = AssetHashes.Add(request.NewInputs, host.WorkingDirectory) };
        var call = PluginRequests.Write(request, Values);
        if (request.Autonaming is { } naming)
        {
            if (_features.SupportsAutonaming)
            {
                call.Autonaming = PluginRequests.Write(naming);
            }
            else if (naming.WarnsIfUnsupported)
            {
                log.Warning(
                    request.Urn,
                    "`pulumi:autonaming` does not name this resource, because its provider does not support it; a newer version may"
                );
            }
        }

        var response = await TranslateAsync(_plugin.CallAsync(ResourceProviderMethods.Check, call, cancellationToken));
        return new CheckResult
        {
            Inputs = Values.Read(response.Inputs, request.NewInputs),
            Failures = PluginAnswers.ReadFailures(response.Failures),
        };
    }

    /// <inheritdoc/>
    public async Task<DiffResult> DiffAsync(DiffRequest request, CancellationToken cancellationToken)
    {
        if (!_isConfigured)
        {
            log.Warning(request.Urn, UnknownConfiguration);
            return new DiffResult { Changes = DiffChanges.Some };
        }

        var call = PluginRequests.Write(request, Values);
        return PluginAnswers.ReadDiff(await TranslateAsync(_plugin.CallAsync(ResourceProviderMethods.Diff, call, cancellationToken)));
    }

    /// <inheritdoc/>
    public async Task<CreateResult> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        if (FindPrediction(request.Preview, request.Inputs) is { } prediction)
        {
            return new CreateResult { Id = "", State = prediction };
        }

        try
        {
            var call = PluginRequests.Write(request, Values);
            var response = await _plugin.CallAsync(ResourceProviderMethods.Create, call, cancellationToken);
            return Result(response.Id, response.Properties, []);
        }
        catch (RpcException error)
        {
            return PluginAnswers.FindInitFailure(error) is { } failure
                ? Result(failure.Id, failure.Properties, PluginAnswers.ReadReasons(failure))
                : throw Translate(error);
        }

        CreateResult Result(string id, Struct? properties, IReadOnlyList<string> initErrors) =>
            id.Length == 0 && !request.Preview
                ? throw new ResourceProviderException(
                    $"plugin for package '{package}' returned empty resource.ID from create '{request.Urn}' ({location})"
                )
                {
                    IsOutcomeUnknown = true,
                }
                : new CreateResult
                {
                    Id = id,
                    State = Values.Read(properties, request.Inputs),
                    InitErrors = initErrors,
                };
    }

    /// <inheritdoc/>
    public async Task<UpdateResult> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        if (FindPrediction(request.Preview, request.NewInputs) is { } prediction)
        {
            return new UpdateResult { State = prediction };
        }

        try
        {
            var call = PluginRequests.Write(request, Values);
            var response = await _plugin.CallAsync(ResourceProviderMethods.Update, call, cancellationToken);
            return new UpdateResult { State = Values.Read(response.Properties, request.NewInputs) };
        }
        catch (RpcException error)
        {
            return PluginAnswers.FindInitFailure(error) is { } failure
                ? new UpdateResult
                {
                    State = Values.Read(failure.Properties, request.NewInputs),
                    InitErrors = PluginAnswers.ReadReasons(failure),
                }
                : throw Translate(error);
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken)
    {
        var call = PluginRequests.Write(request, Values);
        return TranslateAsync(_plugin.CallAsync(ResourceProviderMethods.Delete, call, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<ReadResult> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        if (!_isConfigured)
        {
            return new ReadResult
            {
                Id = request.Id,
                Inputs = request.OldInputs,
                State = PropertyMap.Empty,
            };
        }

        try
        {
            var call = PluginRequests.Write(request, Values);
            var response = await _plugin.CallAsync(ResourceProviderMethods.Read, call, cancellationToken);
            return response.Id.Length == 0 ? ReadResult.NotFound : Result(response.Id, response.Inputs, response.Properties, []);
        }
        catch (RpcException error)
        {
            return PluginAnswers.FindInitFailure(error) is { } failure
                ? Result(failure.Id, failure.Inputs, failure.Properties, PluginAnswers.ReadReasons(failure))
                : throw Translate(error);
        }

        // A plugin that does not report inputs leaves those of the state as they are.
        ReadResult Result(string id, Struct? inputs, Struct? properties, IReadOnlyList<string> initErrors) =>
            new()
            {
                Id = id,
                Inputs = inputs is null ? request.OldInputs : Values.Read(inputs, request.OldInputs),
                State = Values.Read(properties, request.OldState),
                InitErrors = initErrors,
            };
    }

    /// <inheritdoc/>
    public async Task<InvokeResult> InvokeAsync(InvokeRequest request, CancellationToken cancellationToken)
    {
        if (!_isConfigured)
        {
            return new InvokeResult { Result = PropertyMap.Empty };
        }

        var call = new Wire.InvokeRequest { Tok = request.Token, Args = Values.Write(request.Arguments) };
        var response = await TranslateAsync(_plugin.CallAsync(ResourceProviderMethods.Invoke, call, cancellationToken));
        return new InvokeResult
        {
            Result = Values.Read(response.Return, PropertyMap.Empty),
            Failures = PluginAnswers.ReadFailures(response.Failures),
        };
    }

    /// <inheritdoc/>
    public Task CancelAsync() => _plugin.CancelAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _plugin.DisposeAsync();

    /// <summary>The outputs of a previewed operation for which the plugin is not called, or null.</summary>
    private PropertyMap? FindPrediction(bool isPreview, PropertyMap inputs) =>
        !isPreview ? null
        : !_isConfigured ? PropertyMap.Empty
        : _features.SupportsPreview ? null
        : inputs;

    private static async Task<T> TranslateAsync<T>(Task<T> call)
    {
        try
        {
            return await call;
        }
        catch (RpcException error)
        {
            throw Translate(error);
        }
    }

    private static ResourceProviderException Translate(RpcException error) => new(error.Message, error);
}
