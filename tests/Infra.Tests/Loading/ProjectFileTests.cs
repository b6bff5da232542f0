using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;

namespace Infra.Tests.Loading;

/// <summary>Files and folders of the project that settings name.</summary>
public class ProjectFileTests
{
    [Fact]
    public void AFolder_IsReadWithItsSubfolders_ByName()
    {
        using var project = new ProjectFiles().Add("config/b", "2").Add("config/a/x.json", "1").AddLink("config/c", "b");

        var files = Load(project, "folder: config").Settings.Services["s"].Files["/etc/app"].ProjectFiles;

        Assert.Equal(["a/x.json", "b", "c"], files.Select(file => file.Name));
        Assert.Equal(["stacks/config/a/x.json", "stacks/config/b", "stacks/config/c"], files.Select(file => file.Source));
        Assert.Equal("2", System.Text.Encoding.UTF8.GetString(files[2].Content.Span));
    }

    [Fact]
    public void AFile_ElsewhereInTheProject_IsRead()
    {
        using var project = new ProjectFiles().Add("../shared/logo.png", [137, 80]);

        var file = Assert.Single(Load(project, "file: ../shared/logo.png").Settings.Services["s"].Files["/etc/app"].ProjectFiles);

        Assert.Equal(("logo.png", "shared/logo.png"), (file.Name, file.Source));
    }

    [Theory]
    [InlineData("folder: missing", "folder: there is no folder 'stacks/missing'; create it, or write a path from 'stacks'")]
    [InlineData("file: missing", "file: there is no file 'stacks/missing'")]
    [InlineData("folder: a.txt", "folder: 'stacks/a.txt' is a file; write 'file' instead of 'folder'")]
    [InlineData("file: config", "file: 'stacks/config' is a folder; write 'folder' instead of 'file'")]
    [InlineData("folder: /etc", "folder: '/etc' is not a relative path")]
    [InlineData("folder: ../..", "folder: '..' is outside the project")]
    [InlineData("file: out", "file: 'stacks/out' is outside the project")]
    [InlineData("folder: linked", "folder: 'stacks/linked/out' is outside the project")]
    [InlineData("folder: loop", "folder: 'stacks/loop/loop' is a link to a folder that contains it")]
    [InlineData("file: large", "file: 'stacks/large' has 1048577 bytes, and a ConfigMap or Secret may have 1048576")]
    [InlineData(
        "folder: halves",
        "folder: with 'stacks/halves/b' of 600000 bytes the folder exceeds the 1048576 bytes of a ConfigMap or Secret"
    )]
    [InlineData("folder: many", "folder: the folder 'stacks/many' has more than 1000 files")]
    public void AFileThatCannotBeUsed_IsRejectedAtItsPlace(string settings, string expected)
    {
        using var project = new ProjectFiles()
            .Add("a.txt", "a")
            .Add("config/a", "a")
            .AddLink("out", "/etc/hostname")
            .AddLink("linked/out", "/etc")
            .AddLink("loop/loop", "../loop")
            .Add("large", new byte[(1024 * 1024) + 1])
            .Add("halves/a", new byte[600_000])
            .Add("halves/b", new byte[600_000]);
        for (var i = 0; i <= 1000; i++)
        {
            project.Add($"many/{i}", "");
        }

        var error = Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(project, settings)).Errors);

        Assert.StartsWith($"stacks/services.yaml:3: services.s.files./etc/app.{expected}", error.ToString(), StringComparison.Ordinal);
    }

    private static LoadedSettings Load(ProjectFiles project, string file) =>
        SettingsLoader.Load(project.Sources($"s: {{image: \"a:1\", port: 80, files: {{/etc/app: {{{file}}}}}}}"));
}
