namespace Infra.Cli.Terminal;

/// <summary>A fault of the command itself: the details go to a file, for whoever mends it.</summary>
internal static class FaultReport
{
    /// <summary>Writes the details and says where they are.</summary>
    public static async Task<string> DescribeAsync(Exception fault)
    {
        var path = Path.Combine(Path.GetTempPath(), $"infra-fault-{Guid.NewGuid():N}.txt");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var file = new StreamWriter(path, options))
        {
            await file.WriteLineAsync(fault.ToString());
        }

        return $"a fault of infra itself, not of your program: {fault.Message} The details are in {path}; please report them.";
    }
}
