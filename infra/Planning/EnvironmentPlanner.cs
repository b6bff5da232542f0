using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>
/// Plans where the environment variables of a service are stored: values in its ConfigMap or Secret, which all containers read as a whole,
/// and everything else in the <c>env</c> of each container.
/// </summary>
internal sealed class EnvironmentPlanner(CallPlanner calls)
{
    /// <summary>The variables that are entries of the ConfigMap: the addresses of called services, and values.</summary>
    public ImmutableSortedDictionary<string, string> PlanConfigMap(ServiceSettings service)
    {
        var called = calls.GetCalls(service);
        var variables = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var named = service.Calls.Where(call => call.HasVariables).Select(call => call.Service).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, url) in called.Where(call => named.Contains(call.Name)).SelectMany(CallPlanner.GetVariables))
        {
            variables[name] = url;
        }

        foreach (var (name, variable) in service.Env)
        {
            if (FindStoredText(variable, called) is { } text && !variable.IsStoredSecret)
            {
                variables[name] = text;
            }
            else
            {
                // It overrides the address of a called service.
                variables.Remove(name);
            }
        }

        return variables.ToImmutable();
    }

    /// <summary>The variables that are entries of the Secret.</summary>
    public static ImmutableSortedDictionary<string, string> PlanSecret(ServiceSettings service) =>
        service
            .Env.Where(variable => variable.Value.IsStoredSecret)
            .ToImmutableSortedDictionary(variable => variable.Key, variable => SecretText(variable.Value), StringComparer.Ordinal);

    /// <summary>The entries of the Secret with the secret variables of single containers.</summary>
    public static ImmutableSortedDictionary<string, string> PlanContainerSecrets(ServiceSettings service) =>
        service
            .Init.Concat(service.Sidecars)
            .SelectMany(container => container.Value.Env.Select(variable => (Container: container.Key, variable.Key, variable.Value)))
            .Where(variable => variable.Value.IsStoredSecret)
            .ToImmutableSortedDictionary(
                variable => SecretKeyOf(variable.Container, variable.Key),
                variable => SecretText(variable.Value),
                StringComparer.Ordinal
            );

    /// <summary>The <c>env</c> of a container, in order.</summary>
    /// <param name="service">The service.</param>
    /// <param name="name">The name of the additional container; null for the service's own.</param>
    /// <param name="container">The additional container; null for the service's own.</param>
    public ImmutableArray<EnvironmentVariable> PlanVariables(
        ServiceSettings service,
        string? name = null,
        ContainerSettings? container = null
    )
    {
        var called = calls.GetCalls(service);
        var shared = service
            .Env.Where(variable => !variable.Value.IsStoredSecret && FindStoredText(variable.Value, called) is null)
            .Select(variable => new EnvironmentVariable(variable.Key, CreateSource(variable.Value)));
        var own = (container?.Env ?? service.MainEnv).Select(variable => new EnvironmentVariable(
            variable.Key,
            variable.Value.IsStoredSecret ? new OwnSecretKey(SecretKeyOf(name!, variable.Key))
                : variable.Value.Address is not null ? new WrittenText(VariableText.Parse(FindStoredText(variable.Value, called)!))
                : CreateSource(variable.Value)
        ));
        return VariableOrder.Sort(shared.Concat(own));
    }

    /// <summary>The existing Secrets and ConfigMaps whose keys become variables.</summary>
    public static ImmutableArray<EnvironmentSource> PlanSources(ImmutableArray<EnvironmentSourceSettings> sources) =>
        [
            .. sources.Select(source => new EnvironmentSource(
                source.Secret ?? source.ConfigMap!,
                source.Secret is not null,
                source.Prefix,
                source.Optional
            )),
        ];

    /// <summary>Whether a variable of a service is an entry of its ConfigMap.</summary>
    public static bool IsConfigMapEntry(EnvironmentSettings variable) =>
        variable.Address is not null
        || (variable is { Value: { } value, IsStoredSecret: false } && !VariableText.Parse(value.Value).HasReferences);

    /// <summary>The source of a variable that is an entry of <c>env</c>.</summary>
    public static VariableSource CreateSource(EnvironmentSettings variable) =>
        variable switch
        {
            { Secret.Name: { } secret } => new SecretKey(secret, variable.Key!, variable.Optional),
            { ConfigMap: { } configMap } => new ConfigMapKey(configMap, variable.Key!, variable.Optional),
            { Field: { } field } => new PodField(field),
            { Resource: { } resource } => new ContainerResource(resource, variable.Divisor?.ToString(), variable.Container),
            _ => new WrittenText(VariableText.Parse(variable.Value?.Value ?? "")),
        };

    /// <summary>
    /// The value of a variable that is known before the deployment; null if Kubernetes finds it when the container starts.
    /// </summary>
    private string? FindStoredText(EnvironmentSettings variable, ImmutableArray<ServiceCall> called)
    {
        if (variable.Address is { } service)
        {
            var address = variable.Port is null
                ? called.First(call => call.Name == service).Address
                : calls.GetAddress(service, variable.Port);
            return Format(address, variable.As ?? AddressForm.Url);
        }

        return variable.Value is { } value && VariableText.Parse(value.Value) is { HasReferences: false } text ? text.Literal : null;
    }

    private static string Format(ServiceAddress address, AddressForm form) =>
        form switch
        {
            AddressForm.Host => address.Host,
            AddressForm.Port => address.Port.Number.ToString(CultureInfo.InvariantCulture),
            AddressForm.HostPort => string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{address.Port.Number}"),
            _ => address.Url,
        };

    private static string SecretText(EnvironmentSettings variable) => VariableText.Parse(variable.Value!.Value.Value).Literal;

    private static string SecretKeyOf(string container, string variable) => $"{container}.{variable}";
}
