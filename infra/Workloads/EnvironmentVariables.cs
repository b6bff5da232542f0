using Infra.Backend.Planning;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Workloads;

/// <summary>Creates the entries of a container's <c>env</c> and <c>envFrom</c>.</summary>
internal static class EnvironmentVariables
{
    public static EnvVarArgs Create(EnvironmentVariable variable) =>
        variable.Source switch
        {
            SecretKey source => FromSecret(variable.Name, source.Secret, source.Key, source.Optional),
            ConfigMapKey source => From(variable.Name, new EnvVarSourceArgs { ConfigMapKeyRef = Reference(source) }),
            PodField { Path: var path } => From(
                variable.Name,
                new EnvVarSourceArgs { FieldRef = new ObjectFieldSelectorArgs { FieldPath = path } }
            ),
            ContainerResource source => From(variable.Name, new EnvVarSourceArgs { ResourceFieldRef = Reference(source) }),
            WrittenText { Text: var text } => new EnvVarArgs { Name = variable.Name, Value = text.ToString() },
            var source => throw new InvalidOperationException($"The variable '{variable.Name}' has the unknown source {source}."),
        };

    /// <summary>A variable with a key of a Secret.</summary>
    public static EnvVarArgs FromSecret(string name, Input<string> secret, string key, bool optional = false)
    {
        var reference = new SecretKeySelectorArgs { Name = secret, Key = key };
        if (optional)
        {
            reference.Optional = true;
        }

        return From(name, new EnvVarSourceArgs { SecretKeyRef = reference });
    }

    public static EnvFromSourceArgs Create(EnvironmentSource source)
    {
        var args = new EnvFromSourceArgs();
        if (source.IsSecret)
        {
            args.SecretRef = source.Optional
                ? new SecretEnvSourceArgs { Name = source.Name, Optional = true }
                : new SecretEnvSourceArgs { Name = source.Name };
        }
        else
        {
            args.ConfigMapRef = source.Optional
                ? new ConfigMapEnvSourceArgs { Name = source.Name, Optional = true }
                : new ConfigMapEnvSourceArgs { Name = source.Name };
        }

        if (source.Prefix is { } prefix)
        {
            args.Prefix = prefix;
        }

        return args;
    }

    private static EnvVarArgs From(string name, EnvVarSourceArgs source) => new() { Name = name, ValueFrom = source };

    private static ConfigMapKeySelectorArgs Reference(ConfigMapKey source)
    {
        var reference = new ConfigMapKeySelectorArgs { Name = source.ConfigMap, Key = source.Key };
        if (source.Optional)
        {
            reference.Optional = true;
        }

        return reference;
    }

    private static ResourceFieldSelectorArgs Reference(ContainerResource source)
    {
        var reference = new ResourceFieldSelectorArgs { Resource = source.Resource };
        if (source.Divisor is { } divisor)
        {
            reference.Divisor = divisor;
        }

        if (source.Container is { } container)
        {
            reference.ContainerName = container;
        }

        return reference;
    }
}
