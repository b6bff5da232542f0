namespace Infra.Backend.Images;

/// <summary>Where the sources of images are.</summary>
/// <param name="Root">The project's folder, of <c>Pulumi.yaml</c>.</param>
/// <param name="Program">The folder in which the program runs, to which Pulumi's providers resolve paths.</param>
internal sealed record ProjectFolders(string Root, string Program)
{
    /// <summary>The path of the project's folder from that of the program.</summary>
    public string FromProgram => Path.GetRelativePath(Program, Root);
}
