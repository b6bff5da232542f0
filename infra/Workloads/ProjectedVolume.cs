using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Workloads;

/// <summary>A volume with several sources in one folder.</summary>
internal static class ProjectedVolume
{
    /// <param name="volume">The volume.</param>
    /// <param name="service">The name of the service, whose container resources refer to by default.</param>
    public static ProjectedVolumeSourceArgs Create(VolumeSettings volume, string service)
    {
        var source = new ProjectedVolumeSourceArgs { Sources = volume.Sources.Select(part => CreateSource(part, service)).ToArray() };
        if (volume.Mode is { } mode)
        {
            source.DefaultMode = mode.Value;
        }

        return source;
    }

    private static VolumeProjectionArgs CreateSource(ProjectedSourceSettings source, string service) =>
        source switch
        {
            { Secret: { } secret } => new VolumeProjectionArgs { Secret = CreateSecret(secret, source) },
            { ConfigMap: { } configMap } => new VolumeProjectionArgs { ConfigMap = CreateConfigMap(configMap, source) },
            { ServiceAccountToken: { } token } => new VolumeProjectionArgs { ServiceAccountToken = CreateToken(token) },
            _ => new VolumeProjectionArgs
            {
                DownwardAPI = new DownwardAPIProjectionArgs
                {
                    Items = source.DownwardAPI.Select(item => CreateField(item.Key, item.Value, service)).ToArray(),
                },
            },
        };

    private static SecretProjectionArgs CreateSecret(string name, ProjectedSourceSettings source)
    {
        var args = new SecretProjectionArgs { Name = name };
        if (VolumeSources.Items(source.Items) is { Length: > 0 } items)
        {
            args.Items = items;
        }

        if (source.Optional)
        {
            args.Optional = true;
        }

        return args;
    }

    private static ConfigMapProjectionArgs CreateConfigMap(string name, ProjectedSourceSettings source)
    {
        var args = new ConfigMapProjectionArgs { Name = name };
        if (VolumeSources.Items(source.Items) is { Length: > 0 } items)
        {
            args.Items = items;
        }

        if (source.Optional)
        {
            args.Optional = true;
        }

        return args;
    }

    private static ServiceAccountTokenProjectionArgs CreateToken(TokenSourceSettings token)
    {
        var args = new ServiceAccountTokenProjectionArgs { Path = token.Path };
        if (token.Audience is { } audience)
        {
            args.Audience = audience;
        }

        if (token.Expiration is { } expiration)
        {
            args.ExpirationSeconds = expiration.WholeSeconds();
        }

        return args;
    }

    private static DownwardAPIVolumeFileArgs CreateField(string path, PodFieldSettings field, string service)
    {
        var file = new DownwardAPIVolumeFileArgs { Path = path };
        if (field.Field is { } name)
        {
            file.FieldRef = new ObjectFieldSelectorArgs { FieldPath = name };
        }
        else
        {
            var resource = new ResourceFieldSelectorArgs { Resource = field.Resource!, ContainerName = field.Container ?? service };
            if (field.Divisor is { } divisor)
            {
                resource.Divisor = divisor.ToString();
            }

            file.ResourceFieldRef = resource;
        }

        if (field.Mode is { } mode)
        {
            file.Mode = mode.Value;
        }

        return file;
    }
}
