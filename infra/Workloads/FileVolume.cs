using System.Collections.Immutable;
using Infra.Backend.Planning;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Workloads;

internal sealed record FileVolumeArgs
{
    /// <summary>The name of the volume.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the Pulumi resource.</summary>
    public required string Resource { get; init; }

    public required ObjectMetaArgs Metadata { get; init; }

    public required bool IsSecret { get; init; }

    /// <summary>The files with their permissions; null for those of the volume.</summary>
    public required ImmutableArray<(FileEntry File, int? Mode)> Entries { get; init; }

    /// <summary>Whether the volume lists its entries because a path or a mode is not what Kubernetes derives.</summary>
    public required bool ListsEntries { get; init; }

    /// <summary>The permissions of all files; null for the default.</summary>
    public int? DefaultMode { get; init; }
}

/// <summary>A volume with files, and the ConfigMap or Secret that it is made from.</summary>
internal sealed class FileVolume
{
    /// <summary>Mode 0440: readable by the pod's user and group only.</summary>
    public const int GroupReadable = (4 << 6) + (4 << 3);

    private readonly FileVolumeArgs _args;
    private readonly Output<string> _name;

    public FileVolume(FileVolumeArgs args, CustomResourceOptions options)
    {
        _args = args;
        _name = args.IsSecret ? CreateSecret(options) : CreateConfigMap(options);
    }

    public VolumeArgs Create() => _args.IsSecret ? FromSecret() : FromConfigMap();

    private VolumeArgs FromSecret()
    {
        var source = new SecretVolumeSourceArgs { SecretName = _name, DefaultMode = _args.DefaultMode ?? GroupReadable };
        if (_args.ListsEntries)
        {
            source.Items = Items();
        }

        return new VolumeArgs { Name = _args.Name, Secret = source };
    }

    private VolumeArgs FromConfigMap()
    {
        var source = new ConfigMapVolumeSourceArgs { Name = _name };
        if (_args.DefaultMode is { } mode)
        {
            source.DefaultMode = mode;
        }

        if (_args.ListsEntries)
        {
            source.Items = Items();
        }

        return new VolumeArgs { Name = _args.Name, ConfigMap = source };
    }

    private KeyToPathArgs[] Items() =>
        [
            .. _args.Entries.Select(entry =>
            {
                var item = new KeyToPathArgs { Key = entry.File.Key, Path = entry.File.Name };
                if (entry.Mode is { } mode)
                {
                    item.Mode = mode;
                }

                return item;
            }),
        ];

    private Output<string> CreateConfigMap(CustomResourceOptions options)
    {
        var (text, binary) = Split();
        var args = new ConfigMapArgs { Metadata = _args.Metadata };
        if (text.Count > 0)
        {
            args.Data = text;
        }

        if (binary.Count > 0)
        {
            args.BinaryData = binary;
        }

        return new ConfigMap(_args.Resource, args, options).Metadata.Apply(meta => meta.Name);
    }

    private Output<string> CreateSecret(CustomResourceOptions options)
    {
        var (text, binary) = Split();
        var args = new SecretArgs { Metadata = _args.Metadata, Type = "Opaque" };
        if (text.Count > 0)
        {
            args.StringData = Output.CreateSecret(text);
        }

        if (binary.Count > 0)
        {
            args.Data = Output.CreateSecret(binary);
        }

        return new Secret(_args.Resource, args, options).Metadata.Apply(meta => meta.Name);
    }

    private (Dictionary<string, string> Text, Dictionary<string, string> Binary) Split()
    {
        var (text, binary) = (
            new Dictionary<string, string>(StringComparer.Ordinal),
            new Dictionary<string, string>(StringComparer.Ordinal)
        );
        foreach (var (file, _) in _args.Entries)
        {
            if (file.Content.Text is { } content)
            {
                text[file.Key] = content;
            }
            else
            {
                binary[file.Key] = file.Content.Base64!;
            }
        }

        return (text, binary);
    }
}
