namespace OrderToCash.Tests;

/// <summary>A theory about files of <see cref="SharedData"/>; skipped, by name, where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    /// <summary>Names the files or folders the test reads, from the data's root.</summary>
    public SharedDataTheoryAttribute(params string[] paths)
    {
        Skip = SharedData.WhyMissing(paths);
    }
}
