namespace OrderToCash.Tests;

/// <summary>A fact about files of <see cref="SharedData"/>; skipped, by name, where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    /// <summary>Names the files or folders the test reads, from the data's root.</summary>
    public SharedDataFactAttribute(params string[] paths)
    {
        Skip = SharedData.WhyMissing(paths);
    }
}
