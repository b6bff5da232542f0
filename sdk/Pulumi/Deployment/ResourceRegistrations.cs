using System.Collections.Immutable;
using Google.Protobuf.Collections;
using Infra.Protocol.Values;
using Pulumi.Serialization;
using Wire = Infra.Protocol.Messages;

namespace Pulumi;

/// <summary>Registers resources with the engine, and resolves their outputs from its responses.</summary>
internal sealed class ResourceRegistrations(Deployment deployment)
{
    private readonly RegistrationRequests _requests = new(deployment);

    /// <summary>Starts to register or read a resource. Its outputs are always resolved: to values, to defaults or to the failure.</summary>
    public void Start(Resource resource, OutputSource[] outputs, ResourceArgs args, ResourceOptions options, bool isRemote) =>
        deployment.Runner.Track(CompleteAsync(resource, outputs, SendAsync(resource, args, options, isRemote)));

    /// <summary>Starts to complete a component with its outputs.</summary>
    public void StartOutputs(Resource resource, Output<IDictionary<string, object?>> outputs) =>
        deployment.Runner.Track(CompleteOutputsAsync(resource, outputs));

    private async Task CompleteAsync(Resource resource, OutputSource[] outputs, Task<Task<Response>> pending)
    {
        try
        {
            var response = await (await pending.ConfigureAwait(false)).ConfigureAwait(false);
            Action<string> warn = warning => deployment.Log.Send(LogLevel.Warning, warning, resource);
            var values = response.State.Find(Array.ConvertAll(outputs, output => output.EncodedName));
            for (var i = 0; i < outputs.Length; i++)
            {
                Resolve(outputs[i], values[i], resource, response, warn);
            }
        }
        catch (Exception exception)
        {
            foreach (var output in outputs)
            {
                output.Fail(exception);
            }

            throw;
        }
    }

    private void Resolve(OutputSource output, EncodedValue? value, Resource resource, Response response, Action<string> warn)
    {
        if (output.Name == WireFormat.UrnField)
        {
            output.ResolveText(response.Urn, isKnown: true);
        }
        else if (output.Name == WireFormat.IdField && resource is CustomResource)
        {
            output.ResolveText(response.Id, isKnown: response.Id.Length > 0);
        }
        else if (value is not null)
        {
            output.Resolve(value, response.GetDependencies(output.Name), warn);
        }
        else
        {
            output.ResolveDefault(isKnown: !deployment.Settings.IsDryRun && response.IsComplete);
        }
    }

    /// <summary>
    /// Sends the request for a resource. The nested task does not reference the arguments: thousands of responses may be pending.
    /// </summary>
    private async Task<Task<Response>> SendAsync(Resource resource, ResourceArgs args, ResourceOptions options, bool isRemote)
    {
        if (options.Urn is not null)
        {
            return FindAsync(options.Urn);
        }

        var id = options.Id is null ? "" : await options.Id.AsOutput().GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        if (string.IsNullOrEmpty(id))
        {
            var (request, properties) = await _requests.RegisterAsync(resource, args, options, isRemote).ConfigureAwait(false);
            return ReadResponseAsync(
                deployment.Window.RegisterAsync(() => deployment.Monitor.RegisterResourceAsync(resource, request, properties))
            );
        }

        if (resource is not CustomResource)
        {
            throw new ArgumentException(
                $"The component '{resource.GetResourceName()}' was given an Id, but only a CustomResource can be read by its id."
            );
        }

        var read = await _requests.ReadAsync(resource, id, args, options).ConfigureAwait(false);
        return ReadResponseAsync(id, deployment.Monitor.ReadResourceAsync(resource, read));
    }

    private async Task<Response> FindAsync(string urn)
    {
        var found = await deployment.Invokes.FindResourceAsync(urn).ConfigureAwait(false);
        return new Response(found.Find("urn")!.StringValue, found.Find("id")!.StringValue, found.Find("state")!);
    }

    private static async Task<Response> ReadResponseAsync(Task<Wire.EncodedRegisterResourceResponse> call)
    {
        var response = await call.ConfigureAwait(false);
        return new Response(response.Urn, response.Id, EncodedValue.FromStruct(response.Object.Memory))
        {
            IsComplete = response is { Result: Wire.Result.Success, Unknown: false },
            Dependencies = response.PropertyDependencies,
        };
    }

    private static async Task<Response> ReadResponseAsync(string id, Task<Wire.ReadResourceResponse> call)
    {
        var response = await call.ConfigureAwait(false);
        return new Response(response.Urn, id, EncodedValue.From(response.Properties ?? new()));
    }

    private async Task CompleteOutputsAsync(Resource resource, Output<IDictionary<string, object?>> outputs)
    {
        var urn = await resource.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        var values = await outputs.GetValueAsync(whenUnknown: ImmutableDictionary<string, object?>.Empty).ConfigureAwait(false);
        var keepResources = await deployment.Features.ResourceReferences.ConfigureAwait(false);
        var properties = await SerializedProperties.CreateAsync(values, new(keepResources)).ConfigureAwait(false);
        var request = new Wire.RegisterResourceOutputsRequest { Urn = urn, Outputs = properties.ToStruct() };
        await deployment.Monitor.RegisterResourceOutputsAsync(request).ConfigureAwait(false);
    }

    private sealed record Response(string Urn, string Id, EncodedValue State)
    {
        /// <summary>Whether the operation succeeded and its outcome is known; otherwise missing outputs are unknown.</summary>
        public bool IsComplete { get; init; } = true;

        public MapField<string, Wire.RegisterResourceResponse.Types.PropertyDependencies>? Dependencies { get; init; }

        public ImmutableHashSet<Resource> GetDependencies(string output) =>
            Dependencies is not null && Dependencies.TryGetValue(output, out var dependencies)
                ? [.. dependencies.Urns.Select(urn => new DependencyResource(urn))]
                : [];
    }
}
