using System.Collections.Immutable;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>A file in the containers, or a folder of files.</summary>
[ShortForm(nameof(Content))]
internal sealed record FileSettings
{
    /// <summary>The content of the file.</summary>
    /// <value>none; required without <c>base64</c>, <c>file</c> or <c>folder</c></value>
    /// <remarks>An entry of the ConfigMap or Secret from which the file is mounted.</remarks>
    /// <example>files: {/etc/app/rules.json: {content: "{}"}}</example>
    public Text? Content { get; init; }

    /// <summary>The content of a binary file, in base64.</summary>
    /// <value>none</value>
    /// <remarks>An entry of <c>binaryData</c> of the ConfigMap, or of <c>data</c> of the Secret.</remarks>
    /// <example>files: {/etc/app/trust.jks: {base64: /u3+7QAAAAIAAAAA}}</example>
    public Text? Base64 { get; init; }

    /// <summary>A file of the project whose content the file has: a path from the catalogue's folder.</summary>
    /// <value>none</value>
    /// <remarks>
    /// Like <c>content</c>; like <c>base64</c> if the file is not text in UTF-8. Kubernetes allows 1 MiB for all single files.
    /// </remarks>
    /// <example>files: {/etc/app/logo.png: {file: config/logo.png}}</example>
    public string? File { get; init; }

    /// <summary>
    /// A folder of the project whose files the folder has, those of subfolders included: a path from the catalogue's folder. It hides the
    /// folder of the image; a single file leaves the other files of its folder visible.
    /// </summary>
    /// <value>none</value>
    /// <remarks>A ConfigMap or Secret of its own, mounted as a read-only folder. Kubernetes allows 1 MiB for it.</remarks>
    /// <example>files: {/etc/app: {folder: config/app}}</example>
    public string? Folder { get; init; }

    /// <summary>The permissions, as in <c>chmod</c>. The kubelet lets the pod's group read the files in any case.</summary>
    /// <value>0644; 0440 for secret files</value>
    /// <remarks>The <c>mode</c> of the file, or the <c>defaultMode</c> of the folder.</remarks>
    /// <example>files: {/app/start.sh: {file: config/start.sh, mode: "0555"}}</example>
    public FilePermissions? Mode { get; init; }

    /// <summary>Whether the content is stored in a Secret although the settings show it. Encrypted contents always are.</summary>
    /// <value>false</value>
    /// <remarks>The entry is in a Secret instead of a ConfigMap.</remarks>
    /// <example>files: {/etc/app/key.pem: {content: sandbox, secret: true}}</example>
    public bool Secret { get; init; }

    /// <summary>The files of the project that <c>file</c> or <c>folder</c> names, read when the settings are loaded.</summary>
    internal ImmutableArray<ProjectFile> ProjectFiles { get; init; } = [];

    /// <summary>Whether the content is stored in a Secret.</summary>
    internal bool IsSecret => Secret || Content is { IsSecret: true } || Base64 is { IsSecret: true };
}

/// <summary>A file of the project.</summary>
/// <param name="Name">The path from the folder that the settings name; the file's own name if they name the file.</param>
/// <param name="Source">The path from the project's folder.</param>
/// <param name="Content">The bytes of the file.</param>
internal sealed record ProjectFile(string Name, string Source, ReadOnlyMemory<byte> Content);
