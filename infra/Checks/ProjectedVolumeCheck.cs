using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Checks;

/// <summary>Checks the sources of projected volumes (<c>validateProjectionSources</c>).</summary>
internal sealed class ProjectedVolumeCheck : ISettingsCheck
{
    private static readonly TimeSpan ShortestToken = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestToken = TimeSpan.FromSeconds(1L << 32);

    /// <summary>The fields that the API server accepts in volumes (<c>validVolumeDownwardAPIFieldPathExpressions</c>).</summary>
    private static readonly string[] Fields =
    [
        "metadata.name",
        "metadata.namespace",
        "metadata.uid",
        "metadata.labels",
        "metadata.annotations",
    ];

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            foreach (var (name, volume) in service.Settings.Volumes)
            {
                var paths = new Dictionary<string, SettingsPath>(StringComparer.Ordinal);
                for (var i = 0; i < volume.Sources.Length; i++)
                {
                    CheckSource(service, service.At("volumes", name, "sources").Item(i), volume.Sources[i], paths);
                }
            }
        }
    }

    private static void CheckSource(
        ServiceUnderReview service,
        SettingsPath at,
        ProjectedSourceSettings source,
        Dictionary<string, SettingsPath> paths
    )
    {
        bool[] sources =
        [
            source.Secret is not null,
            source.ConfigMap is not null,
            source.ServiceAccountToken is not null,
            source.DownwardAPI.Count > 0,
        ];
        if (sources.Count(isSet => isSet) != 1)
        {
            service.Reject(
                at,
                sources.Contains(true) ? "this source has several kinds" : "this source is empty",
                "write one of 'secret', 'configMap', 'serviceAccountToken' and 'downwardAPI' in each entry"
            );
            return;
        }

        var isObject = (source.Secret ?? source.ConfigMap) is not null;
        foreach (var (key, isSet) in new[] { ("items", source.Items.Count > 0), ("optional", source.Optional) })
        {
            if (isSet && !isObject)
            {
                service.Reject(at.Key(key), $"'{key}' has an effect only beside the name of a Secret or ConfigMap", "remove it");
            }
        }

        ReferenceCheck.CheckName(service.Review, at.Key("secret"), source.Secret, "a Secret");
        ReferenceCheck.CheckName(service.Review, at.Key("configMap"), source.ConfigMap, "a ConfigMap");
        foreach (var (key, item) in source.Items)
        {
            CheckPath(service, at.Key("items").Key(key), item.Path, paths);
        }

        if (source.ServiceAccountToken is { } token)
        {
            CheckToken(service, at.Key("serviceAccountToken"), token, paths);
        }

        foreach (var (path, field) in source.DownwardAPI)
        {
            CheckPath(service, at.Key("downwardAPI").Key(path), path, paths);
            CheckField(service, at.Key("downwardAPI").Key(path), field);
        }
    }

    private static void CheckPath(ServiceUnderReview service, SettingsPath at, string path, Dictionary<string, SettingsPath> paths)
    {
        if (!VolumeKindCheck.IsFilePath(path))
        {
            VolumeKindCheck.RejectPath(service, at, path);
        }
        else if (!paths.TryAdd(path, at))
        {
            service.Reject(at, $"the path '{path}' is already used by {paths[path]}", "choose another path");
        }
    }

    private static void CheckToken(
        ServiceUnderReview service,
        SettingsPath at,
        TokenSourceSettings token,
        Dictionary<string, SettingsPath> paths
    )
    {
        CheckPath(service, at.Key("path"), token.Path, paths);
        if (token.Expiration is { } expiration && (expiration < ShortestToken || expiration > LongestToken))
        {
            service.Reject(
                at.Key("expiration"),
                $"a token cannot be valid for {Duration.Format(expiration)}",
                $"write a time from {Duration.Format(ShortestToken)} to {Duration.Format(LongestToken)}"
            );
        }
    }

    private static void CheckField(ServiceUnderReview service, SettingsPath at, PodFieldSettings field)
    {
        if (field.Field is null == field.Resource is null)
        {
            service.Reject(
                at,
                field.Field is null ? "the file has no content" : "the file is both a field and a resource",
                "write either '{field: <path>}' or '{resource: <name>}'"
            );
            return;
        }

        foreach (var (key, isSet) in new[] { ("container", field.Container is not null), ("divisor", field.Divisor is not null) })
        {
            if (isSet && field.Resource is null)
            {
                service.Reject(at.Key(key), $"'{key}' has an effect only beside 'resource'", "remove it");
            }
        }

        ResourceFieldCheck.Check(service, at, field.Resource, field.Container, field.Divisor);
        if (field.Field is not { } name || Fields.Contains(name))
        {
            return;
        }

        var match = VariableSourceCheck.Subscript().Match(name);
        if (!match.Success || !KubernetesNames.IsLabelKey(match.Groups["key"].Value))
        {
            service.Reject(
                at,
                $"'{name}' is not a field that Kubernetes writes to volumes",
                $"{Suggestion.For(name, Fields)}; one label or annotation is written as metadata.labels['<key>']"
            );
        }
    }
}
