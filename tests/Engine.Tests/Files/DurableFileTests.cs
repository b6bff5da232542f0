using System.Runtime.Versioning;
using System.Threading.Channels;
using Infra.Engine.Files;

namespace Engine.Tests.Files;

public sealed class DurableFileTests : IDisposable
{
    private const UnixFileMode OwnerReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("engine-tests-");

    [Fact]
    public void Write_ExistingFile_ReplacesItAndLeavesNothingElse()
    {
        var path = InFolder("a");

        DurableFile.Write(path, "old, and longer"u8, FilePermissions.OwnerOnly);
        DurableFile.Write(path, "new"u8, FilePermissions.OwnerOnly);

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.FullName));
    }

    [Fact]
    public void Write_MissingFolders_CreatesThemForTheOwner()
    {
        var path = InFolder("x", "y", "a");

        DurableFile.Write(path, "content"u8, FilePermissions.OwnerOnly);

        Assert.Equal("content", File.ReadAllText(path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(OwnerReadWrite, File.GetUnixFileMode(path));
            Assert.Equal(OwnerReadWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(InFolder("x")));
            Assert.Equal(OwnerReadWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(InFolder("x", "y")));
        }
    }

    [Fact]
    public void Write_ExistingFileWithUmask_KeepsItsMode()
    {
        var path = InFolder("Pulumi.dev.yaml");
        File.WriteAllText(path, "config: {}\n");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(path, OwnerReadWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);

        DurableFile.Write(path, "config: {a: 1}\n"u8, FilePermissions.Umask);

        Assert.Equal(OwnerReadWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void Write_InvalidPath_ThrowsWithPathAndCure()
    {
        File.WriteAllText(InFolder("file"), "");
        var path = InFolder("file", "below");

        var error = Assert.Throws<FileWriteException>(() => DurableFile.Write(path, "content"u8, FilePermissions.OwnerOnly));

        Assert.Contains(InFolder("file"), error.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be written: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("make the folder writable, then run the command again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryCreate_ExistingFile_ReturnsFalseAndKeepsIt()
    {
        var path = InFolder("a");

        Assert.True(DurableFile.TryCreate(path, "first"u8, FilePermissions.OwnerOnly));
        Assert.False(DurableFile.TryCreate(path, "second"u8, FilePermissions.OwnerOnly));

        Assert.Equal("first", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.FullName));
    }

    [Fact]
    public void Write_LongestFileName_IsWritten()
    {
        var path = InFolder(new string('n', 255));

        DurableFile.Write(path, "content"u8, FilePermissions.OwnerOnly);

        Assert.Equal("content", File.ReadAllText(path));
    }

    [Fact]
    public void TryCreate_NoHardLinks_CreatesTheFileOnce()
    {
        var path = InFolder("a");

        Assert.True(DurableFile.TryCreate(path, "first"u8, FilePermissions.OwnerOnly, NoHardLinks));
        Assert.False(DurableFile.TryCreate(path, "second"u8, FilePermissions.OwnerOnly, NoHardLinks));

        Assert.Equal("first", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.FullName));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(OwnerReadWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public async Task TryCreate_NoHardLinksAndConcurrent_OneSucceedsAndItsContentStays()
    {
        const int processes = 8;
        var path = InFolder("a");
        using var start = new Barrier(processes);

        var created = await Task.WhenAll(
            Enumerable
                .Range(0, processes)
                .Select(number =>
                    Task.Factory.StartNew(
                        () =>
                        {
                            start.SignalAndWait();
                            return DurableFile.TryCreate(path, [(byte)('0' + number)], FilePermissions.OwnerOnly, NoHardLinks);
                        },
                        CancellationToken.None,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                )
        );

        Assert.Single(created, isNew => isNew);
        Assert.Equal($"{Array.IndexOf(created, true)}", await File.ReadAllTextAsync(path));
    }

    [Theory]
    [InlineData(1, LinkResult.NotSupported)] // EPERM: exFAT
    [InlineData(38, LinkResult.NotSupported)] // ENOSYS: FUSE
    [InlineData(95, LinkResult.NotSupported)] // EOPNOTSUPP: network file systems
    [InlineData(17, LinkResult.NameTaken)] // EEXIST
    public void HardLink_ErrorOfLinux_IsInterpreted(int error, object expected)
    {
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(expected, HardLink.FromError(error));
        }
    }

    [Fact]
    public void HardLink_OtherErrorOfLinux_IsThrown()
    {
        const int noSpace = 28;
        if (OperatingSystem.IsLinux())
        {
            Assert.Throws<IOException>(() => HardLink.FromError(noSpace));
        }
    }

    [Fact]
    public void CreateForAppend_ExistingFile_IsReplacedByAnEmptyOne()
    {
        var path = InFolder("a");
        File.WriteAllText(path, "old");
        using var reader = File.OpenText(path);

        DurableFile.CreateForAppend(path, FilePermissions.OwnerOnly).Dispose();

        Assert.Equal(0, new FileInfo(path).Length);
        Assert.Equal("old", reader.ReadToEnd());
    }

    [Fact]
    public async Task AllMethods_NewFile_SetTheModeAtCreation()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var changedModes = Channel.CreateUnbounded<string?>();
        using var watcher = new FileSystemWatcher(_folder.FullName) { NotifyFilter = NotifyFilters.Attributes };
        watcher.Changed += (_, change) => changedModes.Writer.TryWrite(change.Name);
        watcher.EnableRaisingEvents = true;
        var last = InFolder("last");

        DurableFile.Write(InFolder("a"), "content"u8, FilePermissions.OwnerOnly);
        DurableFile.TryCreate(InFolder("b"), "content"u8, FilePermissions.OwnerOnly);
        await DurableFile.CreateForAppend(InFolder("c"), FilePermissions.OwnerOnly).DisposeAsync();
        await File.WriteAllTextAsync(last, "");
        File.SetUnixFileMode(last, UnixFileMode.UserRead);

        // Changes are reported in order: a mode set after the creation of another file would come first.
        Assert.Equal("last", await changedModes.Reader.ReadAsync());
        Assert.Equal([OwnerReadWrite, OwnerReadWrite, OwnerReadWrite], [Mode("a"), Mode("b"), Mode("c")]);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static LinkResult NoHardLinks(string file, string name) => LinkResult.NotSupported;

    [UnsupportedOSPlatform("windows")]
    private UnixFileMode Mode(string name) => File.GetUnixFileMode(InFolder(name));

    private string InFolder(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);
}
