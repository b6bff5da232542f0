using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Values;
using Pulumi.Serialization;
using Wire = Infra.Protocol.Messages;

namespace Pulumi;

/// <summary>Calls functions of providers.</summary>
internal sealed class ProviderFunctions(Deployment deployment)
{
    /// <summary>Calls a function and returns its result as an output.</summary>
    public async Task<OutputData<T>> InvokeAsync<T>(string token, InvokeArgs? args, InvokeOptions? options)
    {
        var arguments = await SerializeAsync(args).ConfigureAwait(false);
        var waitFor = options is InvokeOutputOptions outputOptions
            ? await RegistrationRequests.ResolveAsync(outputOptions.DependsOn).ConfigureAwait(false)
            : [];
        Resource[] dependencies = [.. arguments.Dependencies.SelectMany(entry => entry.Value).Concat(waitFor).Distinct()];
        if (arguments.HasUnknowns || !await HaveIdsAsync(dependencies).ConfigureAwait(false))
        {
            return OutputData<T>.Unknown(isSecret: false, []);
        }

        var data = await CallAsync<T>(token, arguments.ToStruct(), options).ConfigureAwait(false);
        return data with { Dependencies = DependencySet.Union(data.Dependencies, [.. dependencies]) };
    }

    /// <summary>Calls a function and waits for its result.</summary>
    public async Task<T> InvokeNowAsync<T>(string token, InvokeArgs? args, InvokeOptions? options)
    {
        var arguments = await SerializeAsync(args).ConfigureAwait(false);
        return (await CallAsync<T>(token, arguments.ToStruct(), options).ConfigureAwait(false)).Value;
    }

    /// <summary>Reads a resource of this stack from the engine: its <c>urn</c>, <c>id</c> and <c>state</c>.</summary>
    public async Task<EncodedValue> FindResourceAsync(string urn)
    {
        var arguments = new Struct { Fields = { ["urn"] = Value.ForString(urn) } };
        return EncodedValue.From(await SendAsync("pulumi:pulumi:getResource", arguments, null).ConfigureAwait(false));
    }

    private async Task<OutputData<T>> CallAsync<T>(string token, Struct arguments, InvokeOptions? options)
    {
        var result = await SendAsync(token, arguments, options).ConfigureAwait(false);
        return ValueConverter.Convert<T>(EncodedValue.From(result), $"The result of {token}", warning =>
            deployment.Log.Send(LogLevel.Warning, warning)
        );
    }

    private async Task<Struct> SendAsync(string token, Struct arguments, InvokeOptions? options)
    {
        await deployment.InvokeTransforms.WaitAsync().ConfigureAwait(false);
        var provider = options?.Provider ?? options?.Parent?.GetProvider(token);
        var response = await deployment
            .Monitor.InvokeAsync(
                new Wire.ResourceInvokeRequest
                {
                    Tok = token,
                    Args = arguments,
                    Provider = provider is null ? "" : await provider.GetReferenceAsync().ConfigureAwait(false),
                    Version = options?.Version ?? "",
                    PluginDownloadURL = options?.PluginDownloadURL ?? "",
                    AcceptResources = deployment.Settings.KeepsResourceReferences,
                }
            )
            .ConfigureAwait(false);
        return response.Failures.Count == 0
            ? response.Return ?? new Struct()
            : throw new InvalidOperationException(
                $"The function '{token}' failed: {string.Join("; ", response.Failures.Select(Describe))}"
            );
    }

    private async ValueTask<SerializedProperties> SerializeAsync(InvokeArgs? args)
    {
        var keepResources = await deployment.Features.ResourceReferences.ConfigureAwait(false);
        return await SerializedProperties.CreateAsync((args ?? InvokeArgs.Empty).ToProperties(), new(keepResources)).ConfigureAwait(false);
    }

    // A resource without an id does not exist yet, so no provider can look it up.
    private static async ValueTask<bool> HaveIdsAsync(IEnumerable<Resource> dependencies)
    {
        foreach (var resource in DependencyUrns.Expand(dependencies).OfType<CustomResource>())
        {
            if (resource.Id is { } id && !(await id.Data.ConfigureAwait(false)).IsKnown)
            {
                return false;
            }
        }

        return true;
    }

    private static string Describe(Wire.CheckFailure failure) =>
        failure.Property.Length > 0 ? $"{failure.Reason} ({failure.Property})" : failure.Reason;
}
