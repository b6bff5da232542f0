using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;

namespace Infra.Tests.Checks;

/// <summary>Files: their sources, paths and sizes.</summary>
public class FileCheckTests
{
    [Theory]
    [InlineData("files: {/a: {}}", "files./a: the file has no content; write one of 'content', 'base64', 'file' and 'folder'")]
    [InlineData("files: {/a: {content: x, file: half}}", "files./a: the file has several contents")]
    [InlineData("files: {/a: {base64: \"?\"}}", "files./a.base64: the content is not valid base64")]
    [InlineData(
        "files: {/a: {content: x, mode: \"0888\"}}",
        "files./a.mode: '0888' is not permissions in octal digits, in quotes; write it as \"0440\""
    )]
    [InlineData("files: {/a: {content: x, mode: 440}}", "files./a.mode: 440 is not permissions in octal digits, in quotes")]
    [InlineData(
        "files: {/etc/app: {folder: config}, /etc/app/x: y}",
        "files./etc/app/x: '/etc/app/x' is below services.s.files./etc/app, which is mounted as a"
    )]
    [InlineData(
        "files: {/etc/app: x, /etc/app/x/y: z}",
        "files./etc/app/x/y: '/etc/app/x/y' is below services.s.files./etc/app, which is a file"
    )]
    [InlineData("files: {/etc/app: x, /etc//app/: y}", "files./etc//app/: '/etc//app/' is already used by services.s.files./etc/app")]
    [InlineData(
        "files: {/tls/ca: x}, volumes: {tls: {mount: /tls, kind: secret, from: t}}",
        "files./tls/ca: '/tls/ca' is below services.s.volumes.tls.mount, which is mounted as a read-only folder"
    )]
    [InlineData(
        "files: {/a: {folder: config}}, versions: {next: {weight: 1, files: {/a/b: c}}}",
        "versions.next.files./a/b: '/a/b' is below services.s.files./a, which is mounted as a read-only folder"
    )]
    [InlineData(
        "files: {/a: {file: half}, /b: {file: most}}",
        "files./b: its ConfigMap 's-files' would have 1300000 bytes, 800000 of them from 'stacks/most', and Kubernetes allows 1048576"
    )]
    [InlineData(
        "files: {/a: {file: escapes}}",
        "files./a: the request for its ConfigMap 's-files' would have about 3600000 bytes with escapes, and the API server accepts 3145728"
    )]
    [InlineData(
        "volumes: {files-a: {mount: /v}}, files: {/a: {folder: config}}",
        "volumes.files-a: every pod already has a volume 'files-a'"
    )]
    public void AnInvalidFile_IsRejectedWithItsCure(string settings, string expected)
    {
        using var project = CreateProject();

        var error = Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(project, settings)).Errors);

        Assert.StartsWith($"stacks/services.yaml:3: services.s.{expected}", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("files: {/a: {file: most}, /b: {file: half, secret: true}}")]
    [InlineData("files: {/data/app.conf: x}, volumes: {data: {mount: /data}}")]
    [InlineData("files: {/etc/app: {folder: config}, /etc/apps/x: y}")]
    [InlineData("files: {/a: {folder: config}}, versions: {next: {weight: 1, files: {/a: {folder: config}}}}")]
    public void AValidFile_IsAccepted(string settings)
    {
        using var project = CreateProject();

        Assert.Empty(Load(project, $"replicas: 100, {settings}").Warnings);
    }

    [Fact]
    public void AKeyThatIsTooLong_IsRejected()
    {
        using var project = CreateProject();
        var path = $"/{new string('a', 254)}";

        var error = Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(project, $"files: {{{path}: x}}")).Errors);

        Assert.Contains("which has 254 characters, and 253 are allowed", error.ToString(), StringComparison.Ordinal);
    }

    private static ProjectFiles CreateProject() =>
        new ProjectFiles()
            .Add("config/a", "a")
            .Add("half", new string('x', 500_000))
            .Add("most", new string('x', 800_000))
            .Add("escapes", new string('\u0001', 600_000));

    private static LoadedSettings Load(ProjectFiles project, string settings) =>
        SettingsLoader.Load(project.Sources($"s: {{image: \"a:1\", port: 8080, {settings}}}"));
}
