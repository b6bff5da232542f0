using Infra.Engine.Errors;
using ProjectClosure = Infra.Common.ProjectClosure;

namespace Infra.Engine.Programs.Building;

/// <summary>Reads the inputs of a program's build.</summary>
internal static class ProgramInputs
{
    /// <inheritdoc cref="ProjectClosure.Read"/>
    /// <exception cref="ProgramException">A project file is not well-formed.</exception>
    public static ProjectClosure Read(string projectFile)
    {
        try
        {
            return ProjectClosure.Read(projectFile);
        }
        catch (FormatException error)
        {
            throw new ProgramException(error.Message, error);
        }
    }
}
